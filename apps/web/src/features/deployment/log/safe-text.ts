/** Longest line that is put on the screen, in characters; the rest is in the download. */
export const shownCharacters = 20_000;

// Operating system commands (title, hyperlink, clipboard), device control strings and the like: introducer, text, terminator.
const stringSequence = /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)/g;
const controlSequence = /\x1b\[[0-?]*[ -/]*[@-~]/g;
const colourOnly = /^\x1b\[[\d;:]*m$/;
const anyEscape = /\x1b(?!\[[\d;]*m)(?:[ -/]*[0-~])?/g;
const controlCharacter = /[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f-\x9f]/g;
const anyControl = /[\x00-\x1f\x7f-\x9f]/;
const colourSequence = /\x1b\[[\d;]*m/g;
// Direction overrides can make a line read as something that it is not (CVE-2021-42574).
const directionControl = /[\u202a-\u202e\u2066-\u2069]/g;

/**
 * A log line with nothing left in it but text, tabs and colour sequences (`ESC [ numbers m`). What a terminal
 * would act on (titles, hyperlinks, clipboard, cursor movement, queries) is removed; a sequence without an end
 * loses its introducer only, so that no text can be hidden by it.
 */
export function neutralise(raw: string): string {
  const visible = raw.replace(directionControl, (character) => `<U+${character.codePointAt(0)?.toString(16).toUpperCase()}>`);
  if (!anyControl.test(visible)) return visible;
  return lastOverwrite(visible.replace(/\r?\n/g, "↵"))
    .replace(stringSequence, "")
    .replaceAll("\x9b", "\x1b[")
    .replace(controlSequence, (sequence) => (colourOnly.test(sequence) ? colour(sequence.slice(2, -1)) : ""))
    .replace(anyEscape, "")
    .replace(controlCharacter, "");
}

/** The text of a line without colours, for searching, copying and downloading. */
export function plainText(raw: string): string {
  return neutralise(raw).replace(colourSequence, "");
}

/** Progress bars draw over themselves with carriage returns: what the terminal would show last. */
function lastOverwrite(text: string): string {
  const trimmed = text.replace(/\r+$/, "");
  return trimmed.slice(trimmed.lastIndexOf("\r") + 1);
}

/** `38:2::r:g:b` is the standard's spelling of `38;2;r;g;b`. */
function colour(parameters: string): string {
  const numbers = parameters.split(";").map((part) => {
    const fields = part.split(":").filter((field) => field !== "");
    return fields[0] === "38" || fields[0] === "48" ? fields.join(";") : (fields[0] ?? "");
  });
  return `\x1b[${numbers.join(";")}m`;
}
