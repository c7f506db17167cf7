import { useRouter } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { cn } from "./cn.js";
import { useLatest } from "./use-latest.js";
import { treeMove, type TreeRow } from "./tree-move.js";

interface VirtualTreeProps {
  label: string;
  count: number;
  rowOf: (index: number) => TreeRow;
  renderRow: (index: number) => ReactNode;
  /** A row's height before it was measured, in pixels. */
  rowHeightPx: number;
  /** Left, right, or a click on what a row marks `data-fold`. */
  onToggle: (index: number) => void;
  /** Enter, Space, or a click on a row: on none of its links and buttons, and on nothing marked `data-detail`. */
  onOpen: (index: number) => void;
  /** A row to bring into view whenever `request` changes; none while `index` is negative. */
  target: { request: string | null; index: number };
  className?: string;
}

/**
 * A tree of any length: only the rows in view are in the document. Arrows, `j` and `k` move, left and right collapse and
 * expand, Enter opens.
 */
export function VirtualTree({ label, count, rowOf, renderRow, rowHeightPx, onToggle, onOpen, target, className }: VirtualTreeProps) {
  const id = useId();
  const scrollRef = useRef<HTMLDivElement>(null);
  const [moved, setMoved] = useState({ request: target.request, index: Math.max(target.index, 0) });
  const asked = target.request !== null && target.index >= 0 && moved.request !== target.request;
  const wanted = asked ? target.index : moved.index;
  const active = Math.min(Math.max(wanted, 0), count - 1);
  // oxlint-disable-next-line react/incompatible-library -- the app is not built with the React Compiler
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeightPx,
    getItemKey: (index) => rowOf(index).key,
    overscan: 16,
  });
  const items = virtualizer.getVirtualItems();

  // The outside systems are the scroll position of the document, and the router that puts it back on a page just opened.
  const router = useRouter();
  const reachable = target.index >= 0 && target.index < count && target.request !== null;
  const showTarget = useLatest(() => {
    const { range } = virtualizer;
    const inView = range !== null && target.index > range.startIndex && target.index < range.endIndex;
    if (!inView) virtualizer.scrollToIndex(target.index, { align: "center" });
    // The row is in the document, and as high as it is, a frame later.
    requestAnimationFrame(() => {
      const list = scrollRef.current;
      (list?.querySelector(`[data-index="${target.index}"]`) ?? list)?.scrollIntoView({ block: "nearest" });
    });
  });
  useEffect(() => {
    if (!reachable) return undefined;
    showTarget.current();
    return router.subscribe("onRendered", ({ fromLocation, pathChanged }) => {
      if (fromLocation === undefined || pathChanged) showTarget.current();
    });
  }, [reachable, target.request, router, showTarget]);

  const goTo = (index: number) => setMoved({ request: target.request, index });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const inside = event.target !== event.currentTarget;
    if (inside && (event.target instanceof HTMLInputElement || event.key === "Enter" || event.key === " " || event.key === "Tab")) return;
    const move = treeMove(event.key, { active, count, rowOf });
    if (move === null) return;
    event.preventDefault();
    if (move.kind === "toggle") onToggle(active);
    else if (move.kind === "open") onOpen(active);
    else {
      goTo(move.index);
      virtualizer.scrollToIndex(move.index);
    }
  };
  const onClick = (event: MouseEvent) => {
    if (!(event.target instanceof Element) || event.target.closest("a,button,summary,[data-detail]") !== null) return;
    const index = Number(event.target.closest<HTMLElement>('[role="treeitem"]')?.dataset["index"] ?? Number.NaN);
    if (Number.isNaN(index)) return;
    goTo(index);
    if (event.target.closest("[data-fold]") === null) onOpen(index);
    else onToggle(index);
  };
  const activeKey = count > 0 ? `${id}-${rowOf(active).key}` : undefined;
  return (
    <div
      ref={scrollRef}
      role="tree"
      aria-label={label}
      aria-activedescendant={items.some(({ index }) => index === active) ? activeKey : undefined}
      tabIndex={0}
      data-row
      onKeyDown={onKeyDown}
      onClick={onClick}
      className={cn("group/tree overflow-y-auto overscroll-contain focus-visible:-outline-offset-2", className)}
    >
      <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {items.map((item) => {
          const row = rowOf(item.index);
          return (
            <div
              key={item.key}
              id={`${id}-${row.key}`}
              ref={virtualizer.measureElement}
              role="treeitem"
              tabIndex={-1}
              aria-level={row.level}
              aria-expanded={row.expanded}
              aria-selected={row.selected}
              data-index={item.index}
              className={cn("absolute top-0 left-0 w-full", item.index === active && "group-focus-visible/tree:shadow-[inset_2px_0_0_var(--accent)]")}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {renderRow(item.index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
