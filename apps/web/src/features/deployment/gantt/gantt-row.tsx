import type { TimelineRow } from "@windlass/contracts/timeline";
import { ChevronRight } from "lucide-react";
import { cn } from "../../../ui/cn.js";
import { durationText } from "../../../ui/time-text.js";
import { stepWords } from "../step-words.js";
import { colorOf } from "./gantt-tones.js";

interface RowProps {
  row: TimelineRow;
  totalMs: number;
  /** Null where there is nothing inside. */
  expanded: boolean | null;
  onToggle: () => void;
}

/** One bar with its name, how long it took and how that compares. The numbers are text; the bar repeats them for the eye. */
export function GanttRow({ row, totalMs, expanded, onToggle }: RowProps) {
  const tookMs = Math.max(0, (row.endMs ?? totalMs) - row.startMs);
  return (
    <div
      role="row"
      data-row-id={row.id}
      data-critical={row.critical}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-1 px-4 py-1.5 md:grid-cols-[minmax(0,15rem)_minmax(0,1fr)_4.5rem_5.5rem]"
    >
      <span role="rowheader" className={cn("min-w-0", row.parent !== null && "pl-6")}>
        {expanded === null ? (
          <Name row={row} indent={row.parent === null} />
        ) : (
          <button type="button" aria-expanded={expanded} onClick={onToggle} className="-ml-1 flex w-full min-w-0 items-center gap-1 rounded-md text-left hover:bg-hover">
            <ChevronRight aria-hidden className={cn("size-4 shrink-0 text-ink-faint transition-transform", expanded && "rotate-90")} />
            <Name row={row} indent={false} />
          </button>
        )}
      </span>
      <span role="cell" className="relative h-3 min-w-0 rounded-full bg-sunken max-md:order-last max-md:col-span-2">
        <span className="sr-only">{`from ${durationText(row.startMs)} to ${row.endMs === null ? "now" : durationText(row.endMs)}${row.critical ? ", on the critical path" : ""}`}</span>
        <Bar row={row} totalMs={totalMs} tookMs={tookMs} />
      </span>
      <span role="cell" className="text-right text-note tabular-nums">
        {durationText(tookMs)}
      </span>
      <span role="cell" className="text-right text-note text-ink-faint tabular-nums max-md:sr-only">
        {row.medianMs === null ? "" : <Compared tookMs={tookMs} medianMs={row.medianMs} />}
      </span>
    </div>
  );
}

function Name({ row, indent }: { row: TimelineRow; indent: boolean }) {
  const name = row.group === "queue" ? "In the queue" : row.group === "step" && row.step !== null ? stepWords[row.step].label : row.name;
  const isStep = row.parent === null;
  return (
    <span className={cn("flex min-w-0 items-baseline gap-2", indent && "pl-4")}>
      {!isStep && <span className="shrink-0 text-note text-ink-faint">{row.group}</span>}
      <span className={cn("truncate", isStep ? "font-medium" : "font-mono text-note")} title={row.detail === null ? name : `${name}: ${row.detail}`}>
        {name}
      </span>
    </span>
  );
}

function Bar({ row, totalMs, tookMs }: { row: TimelineRow; totalMs: number; tookMs: number }) {
  const scale = 100 / Math.max(1, totalMs);
  return (
    <span
      aria-hidden
      title={`${durationText(row.startMs)} – ${row.endMs === null ? "now" : durationText(row.endMs)}${row.detail === null ? "" : `, ${row.detail}`}`}
      className={cn("absolute inset-y-0 min-w-1 rounded-full", colorOf(row))}
      style={{ left: `min(${row.startMs * scale}%, calc(100% - 0.25rem))`, width: `${tookMs * scale}%` }}
    />
  );
}

/** Differences below a second, and below a fifth, are noise. */
function Compared({ tookMs, medianMs }: { tookMs: number; medianMs: number }) {
  const isSlow = tookMs - medianMs > 1_000 && tookMs > medianMs * 1.2;
  return (
    <span className={cn(isSlow && "font-medium text-warn")} title={isSlow ? `${durationText(tookMs - medianMs)} longer than the median` : undefined}>
      {isSlow ? `${durationText(medianMs)} ▲` : durationText(medianMs)}
    </span>
  );
}
