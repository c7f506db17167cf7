import { LineCounter, isAlias, isMap, isPair, isScalar, isSeq, parseDocument, type Document, type Pair, type YAMLMap } from "yaml";
import type { Path } from "../path.js";

export type Position = { line: number; column: number };

/** Finds the place of the key (or list item) that a path leads to, or of the deepest part of the path that the text has. */
export type FindPosition = (path: Path) => Position | null;

/** Positions in longer texts are not looked for: it would take longer than it helps. */
const maxTextLength = 2_000_000;

/** Reads a YAML or JSON text with its positions, which costs ten times as much as reading it without. */
export function readPositions(text: string): FindPosition {
  const lines = new LineCounter();
  const document = parseTolerant(text, lines);
  return (path) => {
    const offset = document ? findOffset(document, path) : null;
    if (offset === null) return null;
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
}

function parseTolerant(text: string, lineCounter: LineCounter): Document | null {
  if (text.length > maxTextLength) return null;
  try {
    // Short tags are unknown to this parser, which only warns of them; uniqueness was checked before.
    return parseDocument(text, { lineCounter, merge: false, uniqueKeys: false, logLevel: "silent" });
  } catch {
    // Nested so deep that this parser gives up; without positions a message is still better than none.
    return null;
  }
}

function findOffset(document: Document, path: Path): number | null {
  let node: unknown = document.contents;
  let offset: number | null = startOf(node);
  for (const key of path) {
    const member = memberOf({ document, key, depth: 0 }, target(document, node));
    if (!member) break;
    offset = startOf(member.at) ?? offset;
    node = member.value;
  }
  return offset;
}

/** What is looked for; `depth` is how many merged maps lead here. */
type Lookup = { document: Document; key: string | number; depth: number };

/** A member of a map or list: the node that is its place, and the one that is its value. */
function memberOf({ document, key, depth }: Lookup, node: unknown): { at: unknown; value: unknown } | null {
  if (isSeq(node)) {
    const item: unknown = node.items[Number(key)];
    return item === undefined ? null : { at: item, value: item };
  }
  // Maps that merge maps that merge maps end somewhere, or were refused.
  if (!isMap(node) || depth > 20) return null;
  const pairs = pairsOf(node);
  const own = pairs.get(String(key));
  if (own) return { at: own.key, value: own.value };
  const merged = target(document, pairs.get("<<")?.value);
  for (const source of isSeq(merged) ? merged.items : [merged]) {
    const found = memberOf({ document, key, depth: depth + 1 }, target(document, source));
    if (found) return found;
  }
  return null;
}

const knownPairs = new WeakMap<YAMLMap, Map<string, Pair>>();

/** The pairs of a map by their keys, looked through once. */
function pairsOf(map: YAMLMap): Map<string, Pair> {
  const known = knownPairs.get(map);
  if (known) return known;
  const pairs = new Map(map.items.flatMap((pair) => (isPair(pair) && isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])));
  knownPairs.set(map, pairs);
  return pairs;
}

function target(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node;
}

function startOf(node: unknown): number | null {
  if (typeof node !== "object" || node === null || !("range" in node)) return null;
  const { range } = node;
  const start: unknown = Array.isArray(range) ? range[0] : null;
  return typeof start === "number" ? start : null;
}
