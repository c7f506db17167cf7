import Anser from "anser";
import { neutralise, shownCharacters } from "./safe-text.js";

/** A run of text in one style. Only ever rendered as a text node: there is no HTML in it. */
export interface AnsiSpan {
  text: string;
  /** Classes of log.css. */
  className: string;
  /** `rgb(…)` for colours outside the sixteen that the theme defines. */
  color: string | undefined;
  background: string | undefined;
}

const decorationClasses: Partial<Record<Anser.DecorationName, string>> = {
  bold: "ansi-bold",
  dim: "ansi-dim",
  italic: "ansi-italic",
  underline: "ansi-underline",
  strikethrough: "ansi-strikethrough",
};

/** The styled runs of a log line; what was cut off is said in the last one. */
export function ansiSpans(raw: string): AnsiSpan[] {
  const hidden = raw.length - shownCharacters;
  const text = neutralise(hidden > 0 ? raw.slice(0, shownCharacters) : raw);
  const spans = text.includes("\x1b") ? parse(text) : [plain(text)];
  return hidden > 0 ? [...spans, { ...plain(` … ${hidden} more characters: download the log`), className: "ansi-dim" }] : spans;
}

function plain(text: string): AnsiSpan {
  return { text, className: "", color: undefined, background: undefined };
}

function parse(text: string): AnsiSpan[] {
  return Anser.ansiToJson(text, { json: true, use_classes: true, remove_empty: true }).map((entry) => ({
    text: entry.content,
    className: [themed(entry.fg, "fg"), themed(entry.bg, "bg"), ...entry.decorations.map((name) => decorationClasses[name])]
      .filter((name) => name !== undefined)
      .join(" "),
    color: exact(entry.fg, entry.fg_truecolor),
    background: exact(entry.bg, entry.bg_truecolor),
  }));
}

function themed(name: string | null, ground: "fg" | "bg"): string | undefined {
  if (name === null || name === "ansi-truecolor" || name.startsWith("ansi-palette-")) return undefined;
  return `${name}-${ground}`;
}

function exact(name: string | null, trueColor: string | null): string | undefined {
  if (name === "ansi-truecolor" && trueColor !== null) return `rgb(${trueColor})`;
  if (name?.startsWith("ansi-palette-") === true) return paletteColour(Number(name.slice("ansi-palette-".length)));
  return undefined;
}

/** The xterm palette above the sixteen system colours: a 6×6×6 cube from 16, then 24 greys from 232. */
function paletteColour(index: number): string {
  if (index >= 232) return `rgb(${Array.from({ length: 3 }, () => 8 + (index - 232) * 10).join(", ")})`;
  const level = (place: number) => [0, 95, 135, 175, 215, 255][Math.floor((index - 16) / place) % 6] ?? 0;
  return `rgb(${level(36)}, ${level(6)}, ${level(1)})`;
}
