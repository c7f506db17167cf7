import { useLocation, useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo, useState } from "react";
import { formatLineRange, parseLineRange, selectLine } from "./line-range.js";

/** The row that the log brings into view, and the lines that the address selects (`#L12`, `#L12-L20`). */
export function useLogTarget() {
  const { hash } = useLocation();
  const navigate = useNavigate();
  const range = useMemo(() => parseLineRange(hash), [hash]);
  const [handledHash, setHandledHash] = useState("");
  const [target, setTarget] = useState({ request: 0, seq: 0 });
  const scrollTo = useCallback((seq: number) => setTarget(({ request }) => ({ request: request + 1, seq })), []);

  // An address that came from outside (a link, the back button) is scrolled to; a click on a number is there already.
  if (hash !== handledHash) {
    setHandledHash(hash);
    if (range !== null) scrollTo(range.first);
  }
  const select = useCallback(
    (seq: number, extend: boolean) => {
      const next = formatLineRange(selectLine(range, seq, extend));
      setHandledHash(next);
      void navigate({ to: ".", search: true, hash: next, replace: true, resetScroll: false, hashScrollIntoView: false });
    },
    [navigate, range],
  );
  return { range, target, scrollTo, select };
}
