import { useDeferredValue, useMemo, useRef, useState } from "react";
import { findMatches, nextMatch, noMatches } from "./log-search.js";
import { indexOfSeq, type VisibleRows } from "./visible-rows.js";

/** The search in the log: its text, the rows that match among those shown, and the one that is looked at. */
export function useLogSearch(visible: VisibleRows, lastSeq: number) {
  const [query, setQueryText] = useState("");
  const [current, setCurrent] = useState<number | null>(null);
  const searched = useDeferredValue(query);
  const { rows, seqs } = visible;
  const known = useRef(noMatches);
  const matches = useMemo(() => {
    known.current = findMatches(rows, lastSeq, { query: searched, before: known.current });
    return seqs === null ? known.current.seqs : known.current.seqs.filter((seq) => indexOfSeq(visible, seq) >= 0);
  }, [rows, seqs, visible, lastSeq, searched]);

  return {
    query,
    needle: searched.toLowerCase(),
    matches,
    current,
    /** Which of the matches is looked at, from 1; 0 for none. */
    position: current === null ? 0 : matches.indexOf(current) + 1,
    setQuery(text: string): void {
      setQueryText(text);
      setCurrent(null);
    },
    /** Goes to the next match (`1`) or the one before (`-1`), and answers with it. */
    go(direction: 1 | -1): number | null {
      const seq = nextMatch(matches, current ?? (direction === 1 ? 0 : Number.MAX_SAFE_INTEGER), direction);
      setCurrent(seq);
      return seq;
    },
  };
}
