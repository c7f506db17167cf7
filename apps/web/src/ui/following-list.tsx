import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, type ComponentProps, type ReactNode } from "react";
import { cn } from "./cn.js";
import { useLatest } from "./use-latest.js";

/** How near to the end counts as at the end, in pixels: less than two lines. */
const endThresholdPx = 32;

type ListProps = Omit<ComponentProps<"div">, "children"> & {
  count: number;
  /** A row's height before it was measured, in pixels. The nearer to the truth, the less is laid out anew. */
  estimateHeightPx: (index: number) => number;
  /** Another value says that rows may have other heights now. */
  layout: string;
  /** Keep it the same function while the rows are: another one lays the whole list out anew. */
  keyOf: (index: number) => number;
  renderRow: (index: number) => ReactNode;
  /** Whether the end stays in view as rows are added. */
  following: boolean;
  /** The reader scrolled away from the end (false) or back to it (true). */
  onFollowingChange: (following: boolean) => void;
  /** A row to bring into view, once it is there (`index` is negative until then). A new `request` asks again. */
  target: { request: number; index: number };
  /** Whether rows are as wide as the list and break, or as wide as their text and scroll. */
  wrap: boolean;
};

/**
 * A list of any length that grows at its end: only the rows in view are in the document. It follows its end until
 * the reader scrolls up, and follows again once they are back at the end.
 */
export function FollowingList({ count, estimateHeightPx, layout, keyOf, renderRow, following, onFollowingChange, target, wrap, className, ...rest }: ListProps) {
  const scrollRef = useRef<HTMLDivElement>(null);
  // The list's own figures are read, not the document's: those would force a layout in every frame.
  const scrolled = useLatest((list: Virtualizer<HTMLDivElement, Element>) => {
    const fromEnd = list.getTotalSize() - (list.scrollRect?.height ?? 0) - (list.scrollOffset ?? 0);
    if (following && list.scrollDirection === "backward" && fromEnd > endThresholdPx) onFollowingChange(false);
    if (!following && list.scrollDirection === "forward" && fromEnd <= 1) onFollowingChange(true);
  });
  // oxlint-disable-next-line react/incompatible-library -- the app is not built with the React Compiler
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scrollRef.current,
    estimateSize: estimateHeightPx,
    getItemKey: keyOf,
    overscan: 24,
    anchorTo: "end",
    followOnAppend: following,
    scrollEndThreshold: endThresholdPx,
    directDomUpdates: true,
    useFlushSync: false,
    onChange: (list, scrolling) => {
      if (scrolling) scrolled.current(list);
    },
  });

  // The outside system in these effects is the scroll position of the document.
  useEffect(() => {
    if (following) virtualizer.scrollToEnd();
  }, [following, virtualizer]);
  useEffect(() => {
    virtualizer.measure();
    // Rows in the document told their new heights before this forgot them, and will not tell again; asking for the
    // total lays the list out by the estimates, from which they then differ.
    virtualizer.getTotalSize();
    for (const row of virtualizer.elementsCache.values()) virtualizer.measureElement(row);
  }, [layout, virtualizer]);
  const { request, index } = target;
  const reachable = index >= 0 && index < count;
  const latestIndex = useLatest(index);
  useEffect(() => {
    if (reachable && request > 0) virtualizer.scrollToIndex(latestIndex.current, { align: "center" });
  }, [request, reachable, virtualizer, latestIndex]);

  return (
    <div ref={scrollRef} tabIndex={0} className={cn("overflow-auto overscroll-contain", className)} {...rest}>
      <div ref={virtualizer.containerRef} className="relative min-w-full">
        {virtualizer.getVirtualItems().map((item) => (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            className={cn("absolute top-0 left-0", wrap ? "w-full" : "w-max min-w-full")}
          >
            {renderRow(item.index)}
          </div>
        ))}
      </div>
    </div>
  );
}
