import { createFormFinder } from "./form-finder.js";
import { secretForms } from "./secret-forms.js";

/** What a secret becomes. Always the same, so that it does not tell the secret's length. */
export const mask = "***";

/** Shorter keys of an object are names that programs read: they are left as they are. */
const shortestMaskedKey = 8;

export type TextMasker = {
  /** Replaces every form of every secret. */
  text: (text: string) => string;
  /** The same for every string inside a JSON value. Keys are kept: they are names. */
  json: <T>(value: T) => T;
  /** The same for a value of any shape, such as a template: keys that hold a secret are masked too. */
  tree: <T>(value: T) => T;
  /** Length of the longest form: whoever cuts text must keep so much back until it was masked. */
  readonly longest: number;
};

export type Masker = TextMasker & {
  /** Also masks these from now on: values that the work itself came upon. */
  add: (secrets: readonly string[]) => void;
};

/** What `earlier` knows is masked as well. Of two secrets that match, the longer one wins. */
export function createMasker(secrets: readonly string[], earlier?: TextMasker): Masker {
  const finder = createFormFinder();
  const add = (more: readonly string[]): void => finder.add(more.flatMap(secretForms));
  add(secrets);

  const maskKnown = (text: string): string => {
    let masked = "";
    let kept = 0;
    for (let found = finder.next(text, 0); found !== null; found = finder.next(text, kept)) {
      masked += text.slice(kept, found.at) + mask;
      kept = found.at + found.length;
    }
    return kept === 0 ? text : masked + text.slice(kept);
  };
  const maskText = (text: string): string => {
    const masked = maskKnown(text);
    return earlier === undefined ? masked : earlier.text(masked);
  };
  return {
    ...maskValues(maskText),
    add,
    get longest() {
      return Math.max(finder.longest, earlier?.longest ?? 0);
    },
  };
}

/** Masks what `findAt` finds: it gives the length of the secret that begins at a place, 0 where none does. */
export function replaceFound(text: string, findAt: (text: string, at: number) => number): string {
  let masked = "";
  let kept = 0;
  for (let at = 0; at + 4 <= text.length; at += 1) {
    const length = findAt(text, at);
    if (length === 0) continue;
    masked += text.slice(kept, at) + mask;
    kept = at + length;
    at = kept - 1;
  }
  return kept === 0 ? text : masked + text.slice(kept);
}

/** The doors of a masker, from what it does with one text. */
export function maskValues(maskText: (text: string) => string): Omit<TextMasker, "longest"> {
  const maskKey = (key: string): string => (key.length < shortestMaskedKey ? key : maskText(key));
  return {
    text: maskText,
    json: (value) => mapTexts(value, maskText, (key) => key),
    tree: (value) => mapTexts(value, maskText, maskKey),
  };
}

function mapTexts<T>(value: T, mapText: (text: string) => string, mapKey: (key: string) => string): T {
  const walk = (node: unknown): unknown => {
    if (typeof node === "string") return mapText(node);
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node === "object" && node !== null && !(node instanceof Date)) {
      return Object.fromEntries(Object.entries(node).map(([key, child]) => [mapKey(key), walk(child)]));
    }
    return node;
  };
  // The shape is kept; only texts inside it change.
  return walk(value) as T;
}
