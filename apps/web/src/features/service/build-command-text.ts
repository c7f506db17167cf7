/**
 * Splits what was typed into a program and its arguments, by spaces; quotes keep an argument together. No shell ever
 * sees it, so there are no variables, pipes or wildcards.
 */
export function splitCommand(text: string): string[] {
  const parts = text.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  return parts.map((part) => part.replace(/^(["'])(.*)\1$/s, "$2"));
}

/** The text that `splitCommand` reads back as these arguments. */
export function joinCommand(parts: readonly string[]): string {
  return parts.map((part) => (/[\s"']/.test(part) || part === "" ? (part.includes('"') ? `'${part}'` : `"${part}"`) : part)).join(" ");
}
