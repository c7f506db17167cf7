import type { BucketContent } from "@windlass/contracts/stack-diagnosis";

/** `3 object versions and 1 delete marker`; null where a bucket is empty or gone. */
export function contentText(content: BucketContent | null): string | null {
  if (content === null || content.versions + content.deleteMarkers === 0) return null;
  const { versions, deleteMarkers, more } = content;
  const objects = `${more ? "more than " : ""}${versions.toLocaleString()} object version${versions === 1 ? "" : "s"}`;
  return deleteMarkers === 0 ? objects : `${objects} and ${deleteMarkers.toLocaleString()} delete marker${deleteMarkers === 1 ? "" : "s"}`;
}
