import { pullOfRef } from "@windlass/contracts/pull-words";

/** A ref as people say it: `main`, `tag v1`, `merge request !7`. */
export function refText(ref: string): string {
  if (ref.startsWith("refs/tags/")) return `tag ${ref.slice("refs/tags/".length)}`;
  return pullOfRef(ref) ?? ref.replace(/^refs\/heads\//, "");
}
