import { refText } from "./ref-text.js";

/** `to main`, `of the tag v1`, `to merge request !7`. */
export function pushedText(ref: string): string {
  return ref.startsWith("refs/tags/") ? `of the ${refText(ref)}` : `to ${refText(ref)}`;
}
