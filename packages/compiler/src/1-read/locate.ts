import type { SourcePlace } from "@windlass/contracts/error";
import { LineCounter, isMap, isPair, isScalar, isSeq, parseDocument, type Document } from "yaml";
import { formatPath, type Path } from "../path.js";

/** Finds the place of a path in the config file. */
export type Locator = (path: Path) => SourcePlace;

type Range = readonly [number, number, number];

/**
 * Looks up lines and columns of a YAML or JSON text. The positions are parsed when the first is asked for: parsing with
 * them costs ten times as much as parsing without, and a compilation without errors needs none.
 */
export function createLocator(file: string, text: string | null): Locator {
  let parsed: { document: Document; lines: LineCounter } | null = null;
  return (path) => {
    const property = path.length === 0 ? null : formatPath(path);
    if (text === null) return { file, line: null, column: null, property };
    parsed ??= parseWithPositions(text);
    const offset = findOffset(parsed.document.contents, path);
    if (offset === null) return { file, line: null, column: null, property };
    const { line, col } = parsed.lines.linePos(offset);
    return { file, line, column: col, property };
  };
}

function parseWithPositions(text: string): { document: Document; lines: LineCounter } {
  const lines = new LineCounter();
  // Short tags are unknown to this parser, which only warns of them; uniqueness was checked before.
  const document = parseDocument(text, { lineCounter: lines, merge: true, uniqueKeys: false, logLevel: "silent" });
  return { document, lines };
}

/** Offset of the key (or list item) that a path leads to, or of the deepest part of the path that the text has. */
function findOffset(root: unknown, path: Path): number | null {
  let node: unknown = root;
  let offset: number | null = startOf(root);
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(key));
      if (!pair) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item: unknown = node.items[Number(key)];
      if (item === undefined) break;
      offset = startOf(item) ?? offset;
      node = item;
    } else break;
  }
  return offset;
}

function startOf(node: unknown): number | null {
  if (typeof node !== "object" || node === null || !("range" in node)) return null;
  const range = node.range as Range | null | undefined;
  return range ? range[0] : null;
}
