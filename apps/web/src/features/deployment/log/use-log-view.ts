import type { StepName } from "@windlass/contracts/step";
import { useCallback, useMemo, useState } from "react";
import type { HistoryView } from "../../../live/deployment-history.js";
import { useLogPreferences } from "./use-log-preferences.js";
import { useLogSearch } from "./use-log-search.js";
import { useLogTarget, useSelectedLines } from "./use-log-target.js";
import { visibleRows } from "./visible-rows.js";

export type LogView = ReturnType<typeof useLogView>;

interface LogViewInput {
  history: HistoryView;
  step: StepName | null;
  startFollowing: boolean;
}

/** What the reader does with a log: follow, pause, search, select lines; and which rows that leaves to show. */
export function useLogView({ history, step, startFollowing }: LogViewInput) {
  const preferences = useLogPreferences();
  const range = useSelectedLines();
  const [following, setFollowing] = useState(startFollowing && range === null);
  const { target, scrollTo, select } = useLogTarget(range, () => setFollowing(false));
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const shownSeq = pausedAt ?? history.lastSeq;
  const visible = useMemo(() => visibleRows(history.rows, shownSeq, step), [history.rows, shownSeq, step]);
  const search = useLogSearch(visible, shownSeq);

  const selectLine = useCallback(
    (seq: number, extend: boolean) => {
      setFollowing(false);
      select(seq, extend);
    },
    [select],
  );
  const follow = () => {
    setPausedAt(null);
    setFollowing(true);
  };
  return {
    ...preferences,
    visible,
    shownSeq,
    search,
    range,
    target,
    selectLine,
    following,
    setFollowing,
    follow,
    toggleFollow: () => (following ? setFollowing(false) : follow()),
    paused: pausedAt !== null,
    togglePause: () => setPausedAt(pausedAt === null ? history.lastSeq : null),
    /** Goes to the next match of the search (`1`) or the one before (`-1`). */
    goToMatch: (direction: 1 | -1) => {
      const seq = search.go(direction);
      if (seq === null) return;
      setFollowing(false);
      scrollTo(seq);
    },
  };
}
