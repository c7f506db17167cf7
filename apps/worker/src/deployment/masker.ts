import { secretForms } from "./secret-forms.js";

/** What a secret becomes. Always the same, so that it does not tell the secret's length. */
export const mask = "***";

export type Masker = {
  /** Replaces every form of every secret. */
  text: (text: string) => string;
  /** The same for every string inside a JSON value. */
  json: <T>(value: T) => T;
  /** Also masks these from now on: values that the work itself came upon. */
  add: (secrets: readonly string[]) => void;
  /** Length of the longest form: whoever cuts text must keep so much back until it was masked. */
  readonly longest: number;
};

/**
 * Finds many secrets in one pass: a bit per hash of four characters says where a form may begin, and only there the
 * forms that begin so are compared. Of two that match, the longer one wins.
 */
export function createMasker(secrets: readonly string[]): Masker {
  const byStart = new Map<string, string[]>();
  const mayStart = new Uint8Array(1 << 16);
  let longest = 0;
  const add = (more: readonly string[]): void => {
    for (const form of new Set(more.flatMap(secretForms))) {
      const start = form.slice(0, 4);
      const same = byStart.get(start) ?? [];
      if (!same.includes(form)) same.push(form);
      byStart.set(start, same.sort((a, b) => b.length - a.length));
      mayStart[startHash(form, 0)] = 1;
      longest = Math.max(longest, form.length);
    }
  };
  add(secrets);

  const findAt = (text: string, at: number): string | undefined =>
    mayStart[startHash(text, at)] === 1
      ? byStart.get(text.slice(at, at + 4))?.find((form) => text.startsWith(form, at))
      : undefined;

  const maskText = (text: string): string => {
    let masked = "";
    let kept = 0;
    for (let at = 0; at + 4 <= text.length; at += 1) {
      const form = findAt(text, at);
      if (form === undefined) continue;
      masked += text.slice(kept, at) + mask;
      kept = at + form.length;
      at = kept - 1;
    }
    return kept === 0 ? text : masked + text.slice(kept);
  };

  return {
    text: (text) => (longest === 0 ? text : maskText(text)),
    json: (value) => (longest === 0 ? value : maskJson(value, maskText)),
    add,
    get longest() {
      return longest;
    },
  };
}

function startHash(text: string, at: number): number {
  const a = text.charCodeAt(at) * 31 + text.charCodeAt(at + 1);
  const b = text.charCodeAt(at + 2) * 31 + text.charCodeAt(at + 3);
  return (a * 961 + b) & 0xffff;
}

function maskJson<T>(value: T, maskText: (text: string) => string): T {
  const walk = (node: unknown): unknown => {
    if (typeof node === "string") return maskText(node);
    if (Array.isArray(node)) return node.map(walk);
    if (typeof node === "object" && node !== null && !(node instanceof Date)) {
      return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, walk(child)]));
    }
    return node;
  };
  // The shape is kept; only texts inside it change.
  return walk(value) as T;
}
