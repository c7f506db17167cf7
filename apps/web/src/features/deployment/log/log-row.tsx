import { memo, type MouseEvent } from "react";
import type { HistoryRow, LineRow, StackRow, StateRow, StepRow } from "../../../live/history-row.js";
import { cn } from "../../../ui/cn.js";
import { MatchedText } from "../../../ui/matched-text.js";
import { deploymentStateLook } from "../../../ui/state-tone.js";
import { stepWords } from "../step-words.js";
import { stackStatusColor } from "../timeline/stack-status-color.js";
import { ansiSpans } from "./ansi-spans.js";
import { rowText, stepText } from "./row-text.js";
import { plainText } from "./safe-text.js";

export interface LogRowProps {
  row: HistoryRow;
  /** The row's time as it is shown, or null while times are off. */
  time: string | null;
  /** Lower-case text to mark; empty for none. */
  needle: string;
  /** `match` is the search's current one. */
  mark: "none" | "selected" | "match";
  wrap: boolean;
  /** Width of the line numbers, in characters. */
  gutter: number;
  onNumber: (seq: number, extend: boolean) => void;
}

/** One row of the log: its number, which is a link to it, its time and what happened. */
export const LogRow = memo(function LogRow({ row, time, needle, mark, wrap, gutter, onNumber }: LogRowProps) {
  const openLine = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    onNumber(row.seq, event.shiftKey);
  };
  return (
    <div
      data-seq={row.seq}
      data-kind={row.kind}
      className={cn(
        "flex min-h-5 items-baseline pr-4 leading-5",
        row.kind === "step" && row.state === "running" && "bg-sunken/70 shadow-[inset_0_1px_0_var(--line)]",
        row.kind === "line" && lineGround[row.level],
        mark === "selected" && "bg-accent-soft",
        mark === "match" && "bg-warn-soft",
      )}
    >
      <a
        href={`#L${row.seq}`}
        onClick={openLine}
        tabIndex={-1}
        aria-label={`Line ${row.seq}`}
        style={{ width: `${gutter + 3}ch` }}
        className="shrink-0 pr-3 text-right text-ink-faint tabular-nums select-none hover:text-accent hover:underline"
      >
        {row.seq}
      </a>
      {time !== null && <span className="shrink-0 pr-3 text-ink-faint tabular-nums select-none">{time}</span>}
      <span className={cn("min-w-0", wrap ? "flex-1 break-words whitespace-pre-wrap [overflow-wrap:anywhere]" : "whitespace-pre")}>
        <RowContent row={row} needle={needle} />
      </span>
    </div>
  );
});

const lineGround = { info: "", warn: "bg-warn-soft/60", error: "bg-bad-soft/70" } as const satisfies Record<LineRow["level"], string>;
const lineInk = { info: "", warn: "text-warn", error: "text-bad" } as const satisfies Record<LineRow["level"], string>;

function RowContent({ row, needle }: { row: HistoryRow; needle: string }) {
  switch (row.kind) {
    case "line":
      return <Line row={row} needle={needle} />;
    case "step":
      return <StepLine row={row} needle={needle} />;
    case "stack":
      return <StackLine row={row} needle={needle} />;
    case "span":
      return <span className="text-ink-faint"><MatchedText text={rowText(row)} needle={needle} /></span>;
    case "state":
      return <StateLine row={row} needle={needle} />;
  }
}

function Line({ row, needle }: { row: LineRow; needle: string }) {
  const quiet = row.level === "info" && row.stream === "stderr";
  return (
    <span className={cn(lineInk[row.level], quiet && "border-l-2 border-warn-mark pl-1.5")}>
      {row.level !== "info" && <span className="sr-only">{row.level}: </span>}
      {ansiSpans(row.text).map((span, index) => (
        <span key={index} className={span.className} style={spanStyle(span)}>
          <MatchedText text={span.text} needle={needle} />
        </span>
      ))}
    </span>
  );
}

function spanStyle({ color, background }: { color: string | undefined; background: string | undefined }) {
  return color === undefined && background === undefined ? undefined : { color, background };
}

const stepInk = {
  pending: "text-ink-faint",
  running: "text-ink font-semibold",
  succeeded: "text-good",
  failed: "text-bad font-semibold",
  skipped: "text-ink-faint",
  cancelled: "text-ink-faint",
} as const satisfies Record<StepRow["state"], string>;

function StepLine({ row, needle }: { row: StepRow; needle: string }) {
  const { label, description } = stepWords[row.name];
  if (row.state === "running") {
    return (
      <span className={stepInk.running}>
        <MatchedText text={label} needle={needle} />
        <span className="pl-3 font-normal text-ink-faint">{description}</span>
      </span>
    );
  }
  return (
    <span className={stepInk[row.state]}>
      <MatchedText text={stepText(row)} needle={needle} />
    </span>
  );
}

function StackLine({ row, needle }: { row: StackRow; needle: string }) {
  const { status, resourceType, logicalId, reason } = row.event;
  return (
    <>
      <span className={stackStatusColor(status)}>
        <MatchedText text={status.padEnd(18)} needle={needle} />
      </span>{" "}
      <MatchedText text={logicalId} needle={needle} />{" "}
      <span className="text-ink-faint">
        <MatchedText text={resourceType} needle={needle} />
      </span>
      {reason !== null && (
        <span className="text-ink-soft">
          {"  "}
          <MatchedText text={plainText(reason)} needle={needle} />
        </span>
      )}
    </>
  );
}

function StateLine({ row, needle }: { row: StateRow; needle: string }) {
  return (
    <span className="text-ink-faint">
      <MatchedText text={`State: ${deploymentStateLook[row.to].label.toLowerCase()}`} needle={needle} />
      {row.error !== null && (
        <span className={deploymentStateLook[row.to].tone === "bad" ? "text-bad" : undefined}>
          {": "}
          <MatchedText text={plainText(row.error.message)} needle={needle} />
        </span>
      )}
    </span>
  );
}
