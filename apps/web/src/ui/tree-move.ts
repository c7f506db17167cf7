export interface TreeRow {
  key: string | number;
  /** Counts from 1. */
  level: number;
  /** Undefined for a row that has nothing below it. */
  expanded?: boolean | undefined;
  selected: boolean;
}

interface TreeState {
  active: number;
  count: number;
  rowOf: (index: number) => Pick<TreeRow, "level" | "expanded">;
}

/** How many rows a page of the keyboard is. */
const pageRows = 15;

export type TreeMove = { kind: "toggle" } | { kind: "open" } | { kind: "go"; index: number };

/** What a key does in a tree whose `active` row has the focus; null for a key that means nothing there. */
export function treeMove(key: string, { active, count, rowOf }: TreeState): TreeMove | null {
  if (count === 0) return null;
  const go = (index: number) => ({ kind: "go", index: Math.min(Math.max(index, 0), count - 1) }) as const;
  const { expanded, level } = rowOf(active);
  switch (key) {
    case "ArrowDown":
    case "j":
      return go(active + 1);
    case "ArrowUp":
    case "k":
      return go(active - 1);
    case "PageDown":
      return go(active + pageRows);
    case "PageUp":
      return go(active - pageRows);
    case "Home":
      return go(0);
    case "End":
      return go(count - 1);
    case "ArrowRight":
      if (expanded === false) return { kind: "toggle" };
      return expanded === true ? go(active + 1) : null;
    case "ArrowLeft":
      return expanded === true ? { kind: "toggle" } : go(parentOf(active, level, rowOf));
    case "Enter":
    case " ":
      return { kind: "open" };
    default:
      return null;
  }
}

function parentOf(index: number, level: number, rowOf: TreeState["rowOf"]): number {
  for (let above = index - 1; above >= 0; above -= 1) if (rowOf(above).level < level) return above;
  return index;
}
