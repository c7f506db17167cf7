import { CompileError } from "../../diagnostic.js";
import type { Path } from "../../path.js";
import type { TemplateBuilder } from "../template-builder.js";

/** Notifications of buckets that exist already need a custom resource, which does not come with this version. */
export function emitExistingBuckets(_builder: TemplateBuilder, uses: { path: Path }[]): void {
  const [first] = uses;
  if (first) throw new CompileError({ code: "feature_unsupported", message: "Notifications of a bucket that exists already cannot be compiled yet", path: [...first.path, "existing"] });
}
