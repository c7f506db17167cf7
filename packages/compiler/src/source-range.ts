import type { SourcePlace } from "@windlass/contracts/error";
import { LineCounter, isCollection, isMap, isPair, isScalar, parseDocument, visit, type Node, type Pair } from "yaml";
import type { DiagnosticCode } from "./diagnostic.js";

/** A piece of a text. Lines and columns count from 1, columns in UTF-16 units; the end is the first column after it. */
export type SourceRange = { line: number; column: number; endLine: number; endColumn: number };

/** Problems of a name, or of what is missing below it: there the key is what to look at, elsewhere its value. */
const keyCodes: ReadonlySet<string> = new Set<DiagnosticCode>([
  "property_unknown", "property_missing", "event_unknown", "function_target", "conflict", "resource_unknown", "package_empty",
]);

/** What of a place to underline: the key, the value, or the word that begins there, where the text cannot be parsed. */
export type Part = "key" | "value" | "word";

/** The part that a diagnostic of this code is about. */
export function partOf(code: string): Part {
  if (code === "config_syntax") return "word";
  return keyCodes.has(code) ? "key" : "value";
}

type Found = { key: Node | null; value: Node | null; item: Node | null };

/**
 * Finds what to underline in a YAML or JSON text: the whole key, or the whole value, unless that is a block of several
 * lines: then its key. Null: the place has no line, or is no longer in the text.
 */
export function createRangeFinder(text: string): (place: SourcePlace, part: Part) => SourceRange | null {
  const lines = new LineCounter();
  const nodes = indexNodes(text, lines);
  return ({ line, column, property }, part) => {
    const lineStart = line === null ? undefined : lines.lineStarts[line - 1];
    if (line === null || column === null || lineStart === undefined) return null;
    const offset = lineStart + column - 1;
    const found = nodes.get(offset);
    if (part === "word" || !found) return tokenAt(text, { line, column, offset });
    const [from, to] = span(found, { part, isItem: /\[\d+\]$/.test(property ?? "") });
    const [first, last] = [lines.linePos(from), lines.linePos(to)];
    return { line: first.line, column: first.col, endLine: last.line, endColumn: last.col };
  };
}

/** Every key and list item by the offset at which it begins. A list item that is a map begins where its first key does. */
function indexNodes(text: string, lineCounter: LineCounter): Map<number, Found> {
  const document = parseDocument(text, { lineCounter, uniqueKeys: false, logLevel: "silent" });
  const nodes = new Map<number, Found>();
  const at = (node: Node): Found => {
    const offset = node.range?.[0] ?? 0;
    const found = nodes.get(offset) ?? { key: null, value: null, item: null };
    nodes.set(offset, found);
    return found;
  };
  visit(document, {
    Pair(_key, pair: Pair) {
      if (!isScalar(pair.key)) return;
      const found = at(pair.key);
      found.key = pair.key;
      found.value = isNode(pair.value) ? pair.value : null;
    },
    Seq(_key, { items }) {
      for (const item of items) if (isNode(item)) at(item).item = item;
    },
  });
  return nodes;
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !isPair(value) && "range" in value;
}

function span({ key, value, item }: Found, { part, isItem }: { part: Part; isItem: boolean }): [number, number] {
  if (isItem && item && isMap(item) && !item.flow) return offsets(firstKey(item) ?? item);
  if (item && (isItem || !key)) return offsets(item);
  const isBlock = !value || value.range?.[0] === value.range?.[1] || (isCollection(value) && !value.flow) || (isScalar(value) && value.type?.startsWith("BLOCK_"));
  return offsets(isBlock || part === "key" ? (key ?? item) : value);
}

function firstKey({ items: [first] }: { items: Pair[] }): Node | null {
  return first && isNode(first.key) ? first.key : null;
}

function offsets(node: Node | null): [number, number] {
  const [from, to] = node?.range ?? [0, 0];
  return [from, Math.max(to, from + 1)];
}

/** Where there is no node, the word that begins there, or the one character. */
function tokenAt(text: string, { line, column, offset }: { line: number; column: number; offset: number }): SourceRange {
  const word = /^[\w$-]+/.exec(text.slice(offset, offset + 200))?.[0] ?? "";
  return { line, column, endLine: line, endColumn: column + Math.max(word.length, 1) };
}
