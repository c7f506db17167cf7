import { stripVTControlCharacters } from "node:util";

/**
 * Text from builds, commits and AWS without what a terminal would act on: it may come from anybody who can push, and
 * must not move the cursor, rename the window or fill the clipboard (PROOFS S20).
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, "");
}
