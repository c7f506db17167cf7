import { shortestSecret } from "./secret-forms.js";

/** So many characters of a form are looked at to say where it may begin; all forms have as many. */
const blockLength = shortestSecret;
/** Where all forms are longer, this much of them is looked for: more would be skipped at once, for a larger table. */
const longestWindow = 64;

export type FormFinder = {
  /** Looks for these too from now on. */
  add(forms: readonly string[]): void;
  /** The first form in `text` that begins at `from` or behind, the longest of those that begin there. */
  next(text: string, from: number): { at: number; length: number } | null;
  /** Length of the longest form. */
  readonly longest: number;
};

/**
 * Finds many forms in one pass that looks at few of a text's characters, after Wu and Manber: the last four of a window
 * as long as the shortest form say how far ahead the nearest form can begin. Only where that is here, the forms that
 * begin with the same four characters are compared.
 */
export function createFormFinder(): FormFinder {
  const byStart = new Map<string, string[]>();
  const skips = new Uint8Array(1 << 16);
  let window = longestWindow;
  let longest = 0;

  function enter(form: string): void {
    for (let end = blockLength; end <= window; end += 1) {
      const hash = hashBefore(form, end);
      skips[hash] = Math.min(skips[hash] ?? 0, window - end);
    }
  }
  function fitWindow(forms: readonly string[]): void {
    const shortest = Math.min(window, ...forms.map((form) => form.length));
    if (shortest === window && longest > 0) return;
    window = shortest;
    skips.fill(window - blockLength + 1);
    for (const known of byStart.values()) known.forEach(enter);
  }
  function lengthAt(text: string, at: number): number {
    return byStart.get(text.slice(at, at + blockLength))?.find((form) => text.startsWith(form, at))?.length ?? 0;
  }
  return {
    add(forms) {
      const added = [...new Set(forms)].filter((form) => byStart.get(form.slice(0, blockLength))?.includes(form) !== true);
      if (added.length === 0) return;
      fitWindow(added);
      for (const form of added) {
        const start = form.slice(0, blockLength);
        byStart.set(start, [...(byStart.get(start) ?? []), form].toSorted((a, b) => b.length - a.length));
        longest = Math.max(longest, form.length);
        enter(form);
      }
    },
    next(text, from) {
      if (longest === 0) return null;
      for (let end = from + window; end <= text.length; ) {
        const skip = skips[hashBefore(text, end)] ?? 0;
        const length = skip === 0 ? lengthAt(text, end - window) : 0;
        if (length > 0) return { at: end - window, length };
        end += Math.max(skip, 1);
      }
      return null;
    },
    get longest() {
      return longest;
    },
  };
}

/** Of the four characters before `end`. Every line of every log comes by here: it makes nothing. */
function hashBefore(text: string, end: number): number {
  return ((text.charCodeAt(end - 4) << 12) ^ (text.charCodeAt(end - 3) << 8) ^ (text.charCodeAt(end - 2) << 4) ^ text.charCodeAt(end - 1)) & 0xffff;
}
