import { maskValues, replaceFound, type TextMasker } from "./masker.js";
import { longestStart, macOf, openDigest, rotate, startTable, valueOf, type DigestKeys } from "./secret-digest.js";

type Candidate = { mac: Buffer; length: number };
/** Forms that are looked for by the same number of first characters. */
type Window = { size: number; mayStart: Uint8Array; byStart: Map<number, Candidate[]> };

/**
 * Masks secrets whose values nobody has any more, by their digests. One hash rolls over the text (one more for each
 * length below eight that a form has); only where it says that a form may begin, the form's HMAC is made. The cost of a
 * text grows with its length, not with the number of secrets.
 */
export function createDigestMasker(digests: readonly { digest: Uint8Array; length: number }[], keys: DigestKeys): TextMasker {
  const table = startTable(keys);
  const windows = openWindows(digests, keys);
  const longest = Math.max(0, ...digests.map(({ length }) => length));
  const maskText = (text: string): string => {
    const found = windows.length === 0 ? null : findStarts(text, { windows, table });
    if (found === null) return text;
    return replaceFound(text, (_, at) => matchAt(text, at, { candidates: found.get(at), keys }));
  };
  return { ...maskValues(maskText), longest };
}

function openWindows(digests: readonly { digest: Uint8Array; length: number }[], keys: DigestKeys): Window[] {
  const bySize = new Map<number, Window>();
  for (const row of digests) {
    const opened = openDigest(row, keys);
    if (opened === null) continue;
    const { start, mac, length } = opened;
    const size = Math.min(length, longestStart);
    const window = bySize.get(size) ?? { size, mayStart: new Uint8Array(1 << 16), byStart: new Map<number, Candidate[]>() };
    bySize.set(size, window);
    window.mayStart[start & 0xffff] = 1;
    window.byStart.set(start, [...(window.byStart.get(start) ?? []), { mac, length }]);
  }
  return [...bySize.values()];
}

/** The places where forms may begin; null where there is none, which is nearly always. */
function findStarts(text: string, { windows, table }: { windows: readonly Window[]; table: Uint32Array }): Map<number, Candidate[]> | null {
  let found: Map<number, Candidate[]> | null = null;
  for (const { size, mayStart, byStart } of windows) {
    let hash = 0;
    for (let end = 0; end < text.length; end += 1) {
      hash = rotate(hash, 1) ^ valueOf(text.charCodeAt(end), table);
      if (end >= size) hash ^= rotate(valueOf(text.charCodeAt(end - size), table), size);
      if (end < size - 1 || mayStart[hash & 0xffff] === 0) continue;
      const candidates = byStart.get(hash >>> 0);
      if (candidates === undefined) continue;
      found ??= new Map();
      const at = end - size + 1;
      found.set(at, [...(found.get(at) ?? []), ...candidates]);
    }
  }
  return found;
}

/** The length of the longest form that begins here; 0 where none does. */
function matchAt(text: string, at: number, { candidates, keys }: { candidates: readonly Candidate[] | undefined; keys: DigestKeys }): number {
  if (candidates === undefined) return 0;
  const lengths = [...new Set(candidates.map(({ length }) => length))].toSorted((a, b) => b - a);
  for (const length of lengths) {
    if (at + length > text.length) continue;
    const mac = macOf(text.slice(at, at + length), keys);
    if (candidates.some((candidate) => candidate.length === length && candidate.mac.equals(mac))) return length;
  }
  return 0;
}
