/** The same for every forge, so that a comment reads alike everywhere; GitLab takes 1 000 000 characters, Bitbucket 32 768. */
export const longestComment = 65_536;

/** The beginning of a text that is too long, and that it is not all. */
export function cutTo(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = longest > 1_000 ? "\n\n… cut: the rest is in Windlass." : "…";
  return text.slice(0, longest - end.length) + end;
}
