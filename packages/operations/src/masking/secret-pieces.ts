import { mask } from "./masker.js";

/**
 * What was masked in a text, told by the text as it is: each piece that stands where the masked text has a mask. The whole text
 * where the two do not fit, because it has changed since. Nothing where they are the same: then the mask is part of it.
 */
export function secretPieces({ masked, open }: { masked: string; open: string }): string[] {
  if (masked === open) return [];
  const kept = masked.split(mask);
  const [first = "", ...rest] = kept;
  if (!open.startsWith(first)) return [open];
  const pieces: string[] = [];
  let at = first.length;
  for (const [index, text] of rest.entries()) {
    const end = index === rest.length - 1 ? endOf(open, text, at) : text === "" ? -1 : open.indexOf(text, at);
    if (end === -1) return [open];
    pieces.push(open.slice(at, end));
    at = end + text.length;
  }
  return pieces.filter((piece) => piece !== "");
}

/** Where the last of the kept texts begins: at the very end. */
function endOf(open: string, text: string, from: number): number {
  const at = open.length - text.length;
  return at >= from && open.endsWith(text) ? at : -1;
}
