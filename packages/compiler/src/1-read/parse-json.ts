import { CompileError } from "../diagnostic.js";

/**
 * Parses a JSON file.
 * @throws CompileError `config_syntax`, with line and column where the runtime tells them.
 */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const offset = /at position (\d+)/.exec(reason)?.[1];
    const before = offset === undefined ? null : text.slice(0, Number(offset)).split("\n");
    throw new CompileError({
      code: "config_syntax",
      message: `JSON: ${reason}`,
      place: {
        file,
        line: before ? before.length : null,
        column: before ? (before.at(-1)?.length ?? 0) + 1 : null,
        property: null,
      },
    });
  }
}
