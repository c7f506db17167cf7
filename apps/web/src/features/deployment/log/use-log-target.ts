import { useLocation, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useRef, useState } from "react";
import { useHashNavigation } from "../../../ui/use-hash-navigation.js";
import { formatLineRange, parseLineRange, selectLine, type LineRange } from "./line-range.js";

/** The lines that the address selects (`#L12`, `#L12-L20`). */
export function useSelectedLines(): LineRange | null {
  const hash = useLocation({ select: (location) => location.hash });
  return useMemo(() => parseLineRange(hash), [hash]);
}

/**
 * The row that the log brings into view, and how to select lines.
 * `onAddressed` is called when the address begins to name a line.
 */
export function useLogTarget(range: LineRange | null, onAddressed: () => void) {
  const navigate = useNavigate();
  const [target, setTarget] = useState({ request: range === null ? 0 : 1, seq: range?.first ?? 0 });
  const scrollTo = useCallback((seq: number) => setTarget(({ request }) => ({ request: request + 1, seq })), []);
  const selectedHere = useRef("");

  // A line named from outside (a link, the back button) is scrolled to; one that was clicked is in view already.
  useHashNavigation((next) => {
    const named = parseLineRange(next);
    if (named === null || next === selectedHere.current) return;
    scrollTo(named.first);
    onAddressed();
  });
  const select = useCallback(
    (seq: number, extend: boolean) => {
      const next = formatLineRange(selectLine(range, seq, extend));
      selectedHere.current = next;
      void navigate({ to: ".", search: true, hash: next, replace: true, resetScroll: false, hashScrollIntoView: false });
    },
    [navigate, range],
  );
  return { target, scrollTo, select };
}
