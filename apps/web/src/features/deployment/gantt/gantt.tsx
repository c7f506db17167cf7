import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Deployment } from "@windlass/contracts/deployment";
import type { Timeline } from "@windlass/contracts/timeline";
import { useState } from "react";
import { deploymentTimelineQuery } from "../../../queries/deployments.js";
import { useNow } from "../../../ui/clock.js";
import { cn } from "../../../ui/cn.js";
import { SwitchField } from "../../../ui/field.js";
import { Switch } from "../../../ui/switch.js";
import { durationText } from "../../../ui/time-text.js";
import type { LiveDeployment } from "../live-deployment.js";
import { GanttRow } from "./gantt-row.js";
import { tones } from "./gantt-tones.js";
import { openSteps, shownRows } from "./shown-rows.js";

/** Where the time of a deployment went: the queue, each step and what was timed inside of it. It is read again as steps begin and end. */
export function Gantt({ deployment, live }: { deployment: Deployment; live: LiveDeployment }) {
  const version = `${live.state} ${live.steps.map(({ state }) => state).join(" ")}`;
  const { data: timeline } = useQuery({ ...deploymentTimelineQuery(deployment, { id: deployment.id, version }), placeholderData: keepPreviousData });
  if (timeline === undefined) return null;
  return timeline.ended ? <Rows timeline={timeline} totalMs={timeline.totalMs} /> : <RunningRows timeline={timeline} />;
}

function RunningRows({ timeline }: { timeline: Timeline }) {
  const now = useNow("fine");
  return <Rows timeline={timeline} totalMs={Math.max(timeline.totalMs, now - Date.parse(timeline.startedAt))} />;
}

function Rows({ timeline, totalMs }: { timeline: Timeline; totalMs: number }) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [criticalOnly, setCriticalOnly] = useState(false);
  const open = openSteps(timeline.rows, { totalMs, toggled });
  const toggle = (id: string) => {
    const next = new Set(toggled);
    if (!next.delete(id)) next.add(id);
    setToggled(next);
  };
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface shadow-raised">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-line bg-sunken/60 px-4 py-2 text-note text-ink-faint">
        <Legend timeline={timeline} />
        <div className="text-ink-soft">
          <SwitchField label="Critical path only">{(control) => <Switch {...control} checked={criticalOnly} onCheckedChange={setCriticalOnly} />}</SwitchField>
        </div>
      </div>
      <div role="table" aria-label="Where the time went" className="divide-y divide-line/60">
        <div role="row" className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 px-4 py-1.5 text-note text-ink-faint md:grid-cols-[minmax(0,15rem)_minmax(0,1fr)_4.5rem_5.5rem]">
          <span role="columnheader">What</span>
          <span role="columnheader" className="max-md:sr-only">
            When
          </span>
          <span role="columnheader" className="text-right">
            Took
          </span>
          <span role="columnheader" className="text-right max-md:sr-only">
            Median
          </span>
        </div>
        {shownRows(timeline.rows, { open, criticalOnly }).map((row) => (
          <GanttRow
            key={row.id}
            row={row}
            totalMs={totalMs}
            expanded={timeline.rows.some(({ parent }) => parent === row.id) ? open.has(row.id) : null}
            onToggle={() => toggle(row.id)}
          />
        ))}
      </div>
      <p className="border-t border-line px-4 py-2 text-note text-ink-soft">{summaryText(timeline, totalMs)}</p>
    </div>
  );
}

function summaryText({ queueMs, comparedWith, medianTotalMs, leftOut }: Timeline, totalMs: number): string {
  const all = `${durationText(totalMs)} from the request, ${durationText(queueMs)} of it in the queue.`;
  const compared =
    medianTotalMs === null
      ? "There is no earlier successful deployment of this kind to compare with."
      : `The median of the last ${comparedWith === 1 ? "one" : comparedWith} that succeeded is ${durationText(medianTotalMs)}.`;
  return `${all} ${compared}${leftOut === 0 ? "" : ` ${leftOut} shorter rows are left out.`}`;
}

function Legend({ timeline }: { timeline: Timeline }) {
  const used = new Set(timeline.rows.map(({ state }) => state));
  return (
    <span className="flex flex-wrap gap-x-4">
      {tones.filter(({ state }) => state === null || used.has(state)).map(({ name, color }) => (
        <span key={name} className="inline-flex items-center gap-1.5">
          <span aria-hidden className={cn("h-2 w-3.5 rounded-full", color)} />
          {name}
        </span>
      ))}
    </span>
  );
}
