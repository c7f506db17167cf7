import type { TextMasker } from "./masker.js";

/** A line of a JSON log without secrets. It stays JSON, whatever the secrets look like. */
export function maskLogLine(line: string, masker: Pick<TextMasker, "text" | "tree">): string {
  const masked = masker.text(line);
  if (masked === line) return line;
  try {
    return `${JSON.stringify(masker.tree(JSON.parse(line)))}\n`;
  } catch (error) {
    if (error instanceof SyntaxError) return masked;
    throw error;
  }
}
