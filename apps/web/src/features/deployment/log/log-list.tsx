import { useMemo, useRef } from "react";
import { useClock } from "../../../ui/clock.js";
import { FollowingList } from "../../../ui/following-list.js";
import { useTextColumns } from "../../../ui/use-text-columns.js";
import { JumpToEnd } from "./jump-to-end.js";
import { LogRow, type LogRowProps } from "./log-row.js";
import { edgeColumns, rowHeightPx, timeColumns } from "./row-height.js";
import { rowTime } from "./row-time.js";
import type { LogView } from "./use-log-view.js";
import { indexOfSeq, rowAt } from "./visible-rows.js";

const seqOfIndex = (index: number) => index + 1;

/** The rows of the log. `data-last-seq` says how far it shows the history, `data-seq` which row each one is. */
export function LogList({ view, lastSeq, live }: { view: LogView; lastSeq: number; live: boolean }) {
  const { zone } = useClock();
  const { visible, shownSeq, search, range, wrap, times } = view;
  const markOf = (seq: number): LogRowProps["mark"] => {
    if (seq === search.current) return "match";
    return range !== null && seq >= range.first && seq <= range.last ? "selected" : "none";
  };
  const { seqs } = visible;
  const keyOf = useMemo(() => (seqs === null ? seqOfIndex : (index: number) => seqs[index] ?? -index), [seqs]);
  const gutter = String(shownSeq).length;
  const frameRef = useRef<HTMLDivElement>(null);
  const columns = useTextColumns(frameRef);
  const textColumns = wrap && columns !== null ? columns - gutter - edgeColumns - (times ? timeColumns : 0) : null;
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
        gutter={gutter}
        onNumber={view.selectLine}
      />
    );
  };
  return (
    <div ref={frameRef} className="relative font-mono text-note">
      <FollowingList
        role="log"
        aria-label="Log"
        aria-live="off"
        data-last-seq={shownSeq}
        className="h-[min(70svh,46rem)] py-1.5 focus-visible:-outline-offset-2"
        count={visible.count}
        estimateHeightPx={(index) => rowHeightPx(rowAt(visible, index), textColumns)}
        layout={String(textColumns)}
        keyOf={keyOf}
        renderRow={renderRow}
        following={view.following}
        onFollowingChange={view.setFollowing}
        target={{ request: view.target.request, index: indexOfSeq(visible, view.target.seq) }}
        wrap={wrap}
      />
      {visible.count === 0 && (
        <p className="absolute inset-0 grid place-items-center p-6 text-center font-sans text-body text-ink-faint">
          {live ? "Waiting for the first line…" : "This deployment wrote nothing here."}
        </p>
      )}
      {!view.following && visible.count > 0 && <JumpToEnd waiting={lastSeq - shownSeq} onJump={view.follow} />}
    </div>
  );
}
