/**
 * Text of other people in Markdown of our own: commit messages, names of resources, errors of builds. Shown as it is, it must
 * neither format, link, nor mention anybody.
 */

// Characters that do something in Markdown wherever they are in a line, or that begin a reference.
const active = /[&<>\\`*_{}[\]()#+!|~@$^=%]|:(?=\/\/)/g;
// Controls, line breaks, and what turns or hides text: bidirectional marks, zero-width characters, the byte-order mark.
// oxlint-disable-next-line no-control-regex -- these are the characters that are not wanted
const unwanted = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/** Keeps what follows from being read as part of a mention or a reference: forges look for those in the text that was rendered. */
const gap = "\u200b";

/** A text in one line, as it is, at most so many characters of it. */
export function plain(text: string, longest = 300): string {
  // At the beginning of a line GitLab would do it for whoever writes, such as `/merge`.
  return inert(text, longest).replace(/^\//, "&#47;");
}

function inert(text: string, longest: number): string {
  return cut(text, longest)
    .replace(active, (char, at: number, whole: string) => `&#${char.codePointAt(0)};${refers(char, whole[at + 1] ?? "") ? gap : ""}`)
    .replace(/\bwww\./gi, (found) => `${found.slice(0, -1)}&#46;`)
    .replace(/\bgh-(?=\d)/gi, (found) => `${found.slice(0, -1)}${gap}-`);
}

/** Whether a character may begin a mention or a reference: `@name`, `#1`, and of GitLab `!1`, `$1`, `&1`, `~label`, `%milestone`. */
function refers(char: string, next: string): boolean {
  if (char === "@" || char === "#") return true;
  return "!$&".includes(char) ? /\d/.test(next) : "~%".includes(char) && /[\w"\p{L}]/u.test(next);
}

/** The same as machine text. */
export function code(text: string, longest = 120): string {
  return `<code>${inert(text, longest)}</code>`;
}

/** A link to an http(s) address; only the label where the address is none. The label is Markdown. */
export function link(label: string, address: string | null): string {
  if (address === null || !URL.canParse(address)) return label;
  const { protocol, href } = new URL(address);
  if (protocol !== "https:" && protocol !== "http:") return label;
  return `[${label}](${href.replace(/[()<>|\\*`[\]~^]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)})`;
}

function cut(text: string, longest: number): string {
  const line = text.replace(unwanted, " ").replace(/ {2,}/g, " ").trim();
  if (line.length <= longest) return line;
  // Not in the middle of a character that takes two.
  return `${line.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
