/** Splits a text at the places where `needle` (lower case) occurs: odd entries are the occurrences. */
export function splitAtMatches(text: string, needle: string): string[] {
  const lower = text.toLowerCase();
  // Lower case may change the length of a few characters; places would be off then.
  if (needle === "" || lower.length !== text.length) return [text];
  const parts: string[] = [];
  let from = 0;
  for (let at = lower.indexOf(needle); at !== -1; at = lower.indexOf(needle, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + needle.length));
    from = at + needle.length;
  }
  parts.push(text.slice(from));
  return parts;
}
