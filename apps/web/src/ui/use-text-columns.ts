import { useEffect, useState, type RefObject } from "react";

/**
 * How many characters of its own, monospaced font fit into an element's width; null before it is on the page.
 * Follows the element's width.
 */
export function useTextColumns(element: RefObject<HTMLElement | null>): number | null {
  const [columns, setColumns] = useState<number | null>(null);
  useEffect(() => {
    const measured = element.current;
    if (measured === null) return undefined;
    const characterPx = characterWidth(measured);
    const observer = new ResizeObserver(() => setColumns(Math.max(1, Math.floor(measured.clientWidth / characterPx))));
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return columns;
}

/** The mean width of a character over a line's worth of them: one alone would be rounded. */
function characterWidth(element: HTMLElement): number {
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return Number.POSITIVE_INFINITY;
  const { fontSize, fontFamily } = getComputedStyle(element);
  context.font = `${fontSize} ${fontFamily}`;
  return context.measureText("0".repeat(100)).width / 100;
}
