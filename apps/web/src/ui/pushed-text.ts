/** `to main`, `of the tag v1`. */
export function pushedText(ref: string): string {
  return ref.startsWith("refs/tags/") ? `of the tag ${ref.slice("refs/tags/".length)}` : `to ${ref.replace(/^refs\/heads\//, "")}`;
}
