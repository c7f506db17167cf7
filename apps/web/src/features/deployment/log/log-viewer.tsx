import type { StepName } from "@windlass/contracts/step";
import { X } from "lucide-react";
import { useCallback, useMemo, useRef, useState } from "react";
import type { HistoryView } from "../../../live/deployment-history.js";
import { Button } from "../../../ui/button.js";
import { useClock } from "../../../ui/clock.js";
import { FollowingList } from "../../../ui/following-list.js";
import { stepWords } from "../step-words.js";
import { JumpToEnd } from "./jump-to-end.js";
import { logAsText, logFileName } from "./log-download.js";
import { LogRow, type LogRowProps } from "./log-row.js";
import { LogSearchBox } from "./log-search-box.js";
import { LogToolbar } from "./log-toolbar.js";
import { rowTime } from "./row-time.js";
import { saveTextFile } from "./save-text-file.js";
import { useLogCommands, type LogActions } from "./use-log-commands.js";
import { useLogPreferences } from "./use-log-preferences.js";
import { useLogSearch } from "./use-log-search.js";
import { useLogTarget } from "./use-log-target.js";
import { indexOfSeq, rowAt, seqAt, visibleRows } from "./visible-rows.js";
import "./log.css";

const rowHeightPx = 20;

interface LogViewerProps {
  deployment: { service: string; stage: string; number: number };
  history: HistoryView;
  /** Shows the rows of this step only. */
  step: StepName | null;
  onAllSteps: () => void;
  /** Whether the log begins at its end and stays there: for a deployment that is still at work. */
  startFollowing: boolean;
}

/** The log of a deployment: every row of its history, with search, pause, download, line links and a followed end. */
export function LogViewer({ deployment, history, step, onAllSteps, startFollowing }: LogViewerProps) {
  const { zone } = useClock();
  const { wrap, times, toggleWrap, toggleTimes } = useLogPreferences();
  const { range, target, scrollTo, select } = useLogTarget();
  const [following, setFollowing] = useState(startFollowing && range === null);
  const [pausedAt, setPausedAt] = useState<number | null>(null);
  const shownSeq = pausedAt ?? history.lastSeq;
  const visible = useMemo(() => visibleRows(history.rows, shownSeq, step), [history.rows, shownSeq, step]);
  const search = useLogSearch(visible, shownSeq);
  const searchRef = useRef<HTMLInputElement>(null);
  const listRef = useRef<HTMLDivElement>(null);

  const goToMatch = (direction: 1 | -1) => {
    const seq = search.go(direction);
    if (seq === null) return;
    setFollowing(false);
    scrollTo(seq);
  };
  const leaveSearch = () => {
    search.setQuery("");
    listRef.current?.querySelector<HTMLElement>('[role="log"]')?.focus();
  };
  const follow = () => {
    setPausedAt(null);
    setFollowing(true);
  };
  const download = () => saveTextFile(logFileName(deployment), logAsText(history.rows, history.lastSeq));

  const toggleFollow = () => (following ? setFollowing(false) : follow());
  const actions = useRef<LogActions>(null);
  actions.current = {
    search: () => searchRef.current?.focus(),
    nextMatch: () => goToMatch(1),
    matchBefore: () => goToMatch(-1),
    follow: toggleFollow,
    wrap: toggleWrap,
    times: toggleTimes,
    download,
  };
  useLogCommands(actions);
  const onNumber = useCallback(
    (seq: number, extend: boolean) => {
      setFollowing(false);
      select(seq, extend);
    },
    [select],
  );

  const markOf = (seq: number): LogRowProps["mark"] => {
    if (seq === search.current) return "match";
    return range !== null && seq >= range.first && seq <= range.last ? "selected" : "none";
  };
  const renderRow = (index: number) => {
    const row = rowAt(visible, index);
    if (row === undefined) return null;
    return (
      <LogRow
        row={row}
        time={times ? rowTime(row.at, zone) : null}
        needle={search.needle}
        mark={markOf(row.seq)}
        wrap={wrap}
        gutter={String(shownSeq).length}
        onNumber={onNumber}
      />
    );
  };
  const live = !history.ended;

  return (
    <div ref={listRef} className="log overflow-hidden rounded-lg border border-line bg-surface shadow-raised">
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
        <LogSearchBox
          inputRef={searchRef}
          query={search.query}
          matchCount={search.matches.length}
          position={search.position}
          onQuery={search.setQuery}
          onGo={goToMatch}
          onLeave={leaveSearch}
        />
        {step !== null && (
          <Button size="small" onClick={onAllSteps} title="Show the rows of all steps">
            {`Only ${stepWords[step].label}`}
            <X aria-hidden />
          </Button>
        )}
        <LogToolbar
          following={following}
          live={live}
          paused={pausedAt !== null}
          wrap={wrap}
          times={times}
          onFollow={toggleFollow}
          onPause={() => setPausedAt(pausedAt === null ? history.lastSeq : null)}
          onWrap={toggleWrap}
          onTimes={toggleTimes}
          onDownload={download}
        />
      </div>
      <div className="relative">
        <FollowingList
          role="log"
          aria-label="Log"
          aria-live="off"
          data-last-seq={shownSeq}
          className="h-[min(70svh,46rem)] py-1.5 font-mono text-note focus-visible:-outline-offset-2"
          count={visible.count}
          rowHeightPx={rowHeightPx}
          keyOf={(index) => seqAt(visible, index)}
          renderRow={renderRow}
          following={following}
          onFollowingChange={setFollowing}
          target={{ request: target.request, index: indexOfSeq(visible, target.seq) }}
          wrap={wrap}
        />
        {visible.count === 0 && <EmptyLog live={live} />}
        {!following && visible.count > 0 && <JumpToEnd waiting={history.lastSeq - shownSeq} onJump={follow} />}
      </div>
    </div>
  );
}

function EmptyLog({ live }: { live: boolean }) {
  return (
    <p className="absolute inset-0 grid place-items-center p-6 text-center text-ink-faint">
      {live ? "Waiting for the first line…" : "This deployment wrote nothing here."}
    </p>
  );
}
