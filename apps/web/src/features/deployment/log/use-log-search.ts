import { useDeferredValue, useMemo, useState } from "react";
import { findMatches, nextMatch, noMatches } from "./log-search.js";
import { indexOfSeq, type VisibleRows } from "./visible-rows.js";

export type LogSearch = ReturnType<typeof useLogSearch>;

/** The search in the log: its text, the rows that match among those shown, and the one that is looked at. */
export function useLogSearch(visible: VisibleRows, lastSeq: number) {
  const [query, setQueryText] = useState("");
  const [current, setCurrent] = useState<number | null>(null);
  const searched = useDeferredValue(query);
  const [known, setKnown] = useState(noMatches);
  const found = findMatches(visible.rows, lastSeq, { query: searched, before: known });
  // What was found is kept, so that rows are looked through once however often the page is drawn.
  if (found !== known) setKnown(found);
  const matches = useMemo(
    () => (visible.seqs === null ? found.seqs : found.seqs.filter((seq) => indexOfSeq(visible, seq) >= 0)),
    [visible, found.seqs],
  );

  return {
    query,
    needle: searched.toLowerCase(),
    matches,
    current,
    /** Which of the matches is looked at, from 1; 0 for none. */
    position: current === null ? 0 : matches.indexOf(current) + 1,
    setQuery: (text: string): void => {
      setQueryText(text);
      setCurrent(null);
    },
    /** Goes to the next match (`1`) or the one before (`-1`), and answers with it. */
    go: (direction: 1 | -1): number | null => {
      const seq = nextMatch(matches, current ?? (direction === 1 ? 0 : Number.MAX_SAFE_INTEGER), direction);
      setCurrent(seq);
      return seq;
    },
  };
}
