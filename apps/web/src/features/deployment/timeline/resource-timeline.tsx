import { useMemo } from "react";
import type { HistoryView } from "../../../live/deployment-history.js";
import { useNow } from "../../../ui/clock.js";
import { cn } from "../../../ui/cn.js";
import { durationText } from "../../../ui/time-text.js";
import type { Segment, SegmentTone } from "./resource-segments.js";
import { stackStatusColor } from "./stack-status-color.js";
import { buildTimeline, type Timeline, type TimelineBar } from "./timeline.js";

const tones = {
  running: { color: "bg-run-mark animate-pulse-mark", name: "at work" },
  done: { color: "bg-good-mark", name: "done" },
  failed: { color: "bg-bad-mark", name: "failed" },
  undone: { color: "bg-warn-mark", name: "undone" },
  removed: { color: "bg-idle-mark", name: "removed" },
  skipped: { color: "border border-line-strong bg-surface", name: "kept" },
} as const satisfies Record<SegmentTone, { color: string; name: string }>;

/** When CloudFormation worked on which resource, from the first to the last event of each; failed ones first. */
export function ResourceTimeline({ history }: { history: HistoryView }) {
  const timeline = useMemo(() => buildTimeline(history.stack.map((row) => row.event)), [history]);
  if (timeline === null) return null;
  return timeline.endAt === null && !history.ended ? <RunningTimeline timeline={timeline} /> : <Bars timeline={timeline} endAt={timeline.endAt ?? lastMoment(timeline)} />;
}

function RunningTimeline({ timeline }: { timeline: Timeline }) {
  const now = useNow("fine");
  return <Bars timeline={timeline} endAt={Math.max(now, lastMoment(timeline))} />;
}

function lastMoment({ bars }: Timeline): number {
  return Math.max(...bars.flatMap((bar) => bar.segments.map((segment) => segment.endAt ?? segment.startAt)));
}

function Bars({ timeline, endAt }: { timeline: Timeline; endAt: number }) {
  const scale = { startAt: timeline.startAt, endAt, totalMs: Math.max(1, endAt - timeline.startAt) };
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-raised">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-b border-line bg-sunken/60 px-4 py-1.5 text-note text-ink-faint">
        <Legend bars={timeline.bars} />
        <span className="tabular-nums">{durationText(scale.totalMs)}</span>
      </div>
      <ul aria-label="Resources" className="divide-y divide-line/60">
        {timeline.bars.map((bar) => (
          <BarRow key={bar.key} bar={bar} scale={scale} />
        ))}
      </ul>
    </div>
  );
}

function Legend({ bars }: { bars: readonly TimelineBar[] }) {
  const used = new Set(bars.flatMap((bar) => bar.segments.map((segment) => segment.tone)));
  return (
    <span className="flex flex-wrap gap-x-4">
      {(Object.keys(tones) as SegmentTone[])
        .filter((tone) => used.has(tone))
        .map((tone) => (
          <span key={tone} className="inline-flex items-center gap-1.5">
            <span aria-hidden className={cn("h-2 w-3.5 rounded-full", tones[tone].color)} />
            {tones[tone].name}
          </span>
        ))}
    </span>
  );
}

interface Scale {
  startAt: number;
  endAt: number;
  totalMs: number;
}

function BarRow({ bar, scale }: { bar: TimelineBar; scale: Scale }) {
  const tookMs = bar.segments.reduce((total, { startAt, endAt }) => total + (endAt ?? scale.endAt) - startAt, 0);
  return (
    <li
      data-logical-id={bar.logicalId}
      data-status={bar.status}
      className={cn("grid items-center gap-x-4 gap-y-1 px-4 py-1.5 md:grid-cols-[minmax(0,17rem)_minmax(0,1fr)_4.5rem]", bar.failed && "bg-bad-soft/60")}
    >
      <span className="min-w-0" style={{ paddingLeft: `${bar.depth * 1.25}rem` }}>
        <span className="block truncate font-mono text-note font-medium" title={bar.logicalId}>
          {bar.logicalId}
        </span>
        <span className="flex min-w-0 gap-2 text-note">
          <span className="truncate text-ink-faint" title={bar.resourceType}>
            {bar.resourceType.replace(/^AWS::/, "")}
          </span>
          <span className={cn("shrink-0 md:sr-only", stackStatusColor(bar.status))}>{bar.status}</span>
        </span>
      </span>
      <span className="relative h-3 min-w-0 rounded-full bg-sunken" title={bar.status}>
        {bar.segments.map((segment) => (
          <SegmentMark key={segment.startAt} segment={segment} scale={scale} />
        ))}
      </span>
      <span className="text-right text-note text-ink-faint tabular-nums max-md:hidden">{durationText(tookMs)}</span>
      {bar.failed && bar.reason !== null && (
        <span className="text-note break-words text-bad md:col-span-3">
          {bar.cause && <strong>First to fail: </strong>}
          {bar.reason}
        </span>
      )}
    </li>
  );
}

function SegmentMark({ segment, scale }: { segment: Segment; scale: Scale }) {
  const endAt = segment.endAt ?? scale.endAt;
  const left = ((segment.startAt - scale.startAt) / scale.totalMs) * 100;
  const width = ((endAt - segment.startAt) / scale.totalMs) * 100;
  return (
    <span
      title={`${segment.status}, ${durationText(endAt - segment.startAt)}${segment.reason === null ? "" : `: ${segment.reason}`}`}
      className={cn("absolute inset-y-0 min-w-1 rounded-full", tones[segment.tone].color)}
      style={{ left: `min(${left}%, calc(100% - 0.25rem))`, width: `${width}%` }}
    />
  );
}
