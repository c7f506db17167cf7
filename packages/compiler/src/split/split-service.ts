import { ref } from "@windlass/cloudformation/intrinsics";
import type { Json } from "@windlass/cloudformation/template";
import type { ArtifactStore, CompileInput } from "../compile-input.js";
import { deploymentBucketId } from "../4-model/naming.js";
import type { ServiceModel } from "../4-model/service-model.js";
import type { Emitted } from "../5-emit/emit.js";
import { deploymentBucketOf } from "../packaging/deployment-bucket.js";
import { readSplit, splitPath } from "./read-split.js";
import { splitTemplate, type SplitTemplate, type TemplateStore } from "./split-template.js";

type SplitContext = { custom: Json | undefined; model: ServiceModel; artifactStore: ArtifactStore | undefined; deployed: CompileInput["deployed"] };

/**
 * Splits the template where the service asks for it; null where it does not.
 * @throws CompileError when the split cannot be read or made.
 */
export async function splitService({ template, builder }: Emitted, { custom, model, artifactStore, deployed }: SplitContext): Promise<SplitTemplate | null> {
  const split = readSplit(custom);
  if (split === null) return null;
  const known = split.force ? null : ((await deployed?.(model.stackName)) ?? null);
  const result = splitTemplate(template, { origins: builder.origins, split, deployed: known, store: storeOf(model, artifactStore) });
  builder.phase = "split";
  for (const { logicalId } of result.nested) builder.addOrigin(logicalId, { path: splitPath, how: "made", phase: "split" });
  return result;
}

function storeOf(model: ServiceModel, store: ArtifactStore | undefined): TemplateStore {
  if (store) {
    const prefix = store.prefix ? `${store.prefix.replace(/\/$/, "")}/` : "";
    return { bucket: store.bucket, keyOf: (hash) => `${prefix}${model.service}/templates/${hash}.json` };
  }
  const prefix = model.provider.deploymentPrefix ?? "serverless";
  return { bucket: deploymentBucketOf(model).name ?? ref(deploymentBucketId), keyOf: (hash) => `${prefix}/${model.service}/${model.stage}/templates/${hash}.json` };
}
