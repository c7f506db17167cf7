/** GitHub refuses longer texts. Counted in characters. */
export const longestComment = 65_536;
export const longestCheckText = 65_535;
export const longestStatus = 140;
export const annotationsPerRequest = 50;

/** The beginning of a text that is too long, and that it is not all. */
export function cutTo(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = longest > 1_000 ? "\n\n… cut: the rest is in Windlass." : "…";
  return text.slice(0, longest - end.length) + end;
}
