import { pullOfRef } from "@windlass/contracts/pull-words";

/** `to main`, `of the tag v1`, `to merge request !7`. */
export function pushedText(ref: string): string {
  return ref.startsWith("refs/tags/") ? `of the tag ${ref.slice("refs/tags/".length)}` : `to ${pullOfRef(ref) ?? ref.replace(/^refs\/heads\//, "")}`;
}
