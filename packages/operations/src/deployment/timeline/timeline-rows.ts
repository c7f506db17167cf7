import type { StackEventPayload } from "@windlass/contracts/event";
import { stepNames, type Step, type StepName } from "@windlass/contracts/step";
import type { TimelineRow } from "@windlass/contracts/timeline";
import { criticalPath } from "./critical-path.js";
import { resourceSpans } from "./resource-rows.js";

export type SpanRow = { step: StepName; group: string; name: string; startedAt: string; durationMs: number };

/** What a timeline is made of. Times in milliseconds since 1970; `endMs` is null while the deployment runs. */
export type TimelineInput = {
  createdMs: number;
  startedMs: number | null;
  endMs: number | null;
  nowMs: number;
  steps: readonly Step[];
  spans: readonly SpanRow[];
  stackEvents: readonly StackEventPayload[];
  /** Medians of earlier deployments by step, and of the time in the queue. */
  medians: ReadonlyMap<StepName | "queue", number>;
};

/** Groups in which nothing is done: somebody else's work, or a person's decision, is waited for. */
const waitingGroups = new Set(["queue", "wait", "approve"]);

/**
 * The rows of a timeline: the queue, then each step that ran, followed by what was timed inside of it. What clocks of other
 * machines say is moved into the step to which it belongs.
 */
export function timelineRows(input: TimelineInput): TimelineRow[] {
  const { createdMs, startedMs, endMs, medians } = input;
  const queueEnd = startedMs ?? endMs;
  const queue: TimelineRow = {
    id: "queue",
    parent: null,
    group: "queue",
    step: null,
    name: "queue",
    detail: null,
    startMs: 0,
    endMs: queueEnd === null ? null : Math.max(0, queueEnd - createdMs),
    state: "waiting",
    critical: true,
    medianMs: medians.get("queue") ?? null,
  };
  const steps = input.steps
    .filter(({ startedAt, state }) => startedAt !== null && state !== "skipped")
    .toSorted((a, b) => stepNames.indexOf(a.name) - stepNames.indexOf(b.name));
  return [queue, ...steps.flatMap((step) => withChildren(input, step))];
}

function withChildren(input: TimelineInput, step: Step): TimelineRow[] {
  const row = stepRow(input, step);
  const until = row.endMs ?? Math.max(row.startMs, input.nowMs - input.createdMs);
  const children = [...spanRows(input, step.name), ...(step.name === "apply" ? resourceRows(input) : [])]
    .map((child) => inside(child, { startMs: row.startMs, endMs: until }))
    .toSorted((a, b) => a.startMs - b.startMs || (a.endMs ?? until) - (b.endMs ?? until));
  const critical = new Set(criticalPath(children.map(({ id, startMs, endMs }) => ({ id, startMs, endMs: endMs ?? until }))));
  return [row, ...children.map((child) => ({ ...child, critical: critical.has(child.id) }))];
}

function stepRow({ createdMs, medians, endMs }: TimelineInput, step: Step): TimelineRow {
  const { name, state, startedAt, finishedAt } = step;
  const finishedMs = finishedAt === null ? endMs : Date.parse(finishedAt);
  return {
    id: name,
    parent: null,
    group: "step",
    step: name,
    name,
    detail: null,
    startMs: Math.max(0, Date.parse(startedAt ?? "") - createdMs),
    endMs: finishedMs === null ? null : Math.max(0, finishedMs - createdMs),
    state: waitingGroups.has(name) ? "waiting" : state === "running" ? "running" : state === "succeeded" ? "done" : "failed",
    critical: true,
    medianMs: medians.get(name) ?? null,
  };
}

function spanRows({ spans, createdMs }: TimelineInput, step: StepName): TimelineRow[] {
  return spans.flatMap((span, index) => {
    if (span.step !== step) return [];
    const startMs = Date.parse(span.startedAt) - createdMs;
    return [
      {
        id: `${step}/${span.group}/${index}`,
        parent: step,
        group: span.group,
        step,
        name: span.name,
        detail: null,
        startMs,
        endMs: startMs + span.durationMs,
        critical: false,
        medianMs: null,
        state: waitingGroups.has(span.group) ? "waiting" : "done",
      },
    ];
  });
}

function resourceRows({ stackEvents, createdMs }: TimelineInput): TimelineRow[] {
  return resourceSpans(stackEvents).map(({ id, logicalId, resourceType, status, startMs, endMs }) => ({
    id: `apply/${id}`,
    parent: "apply",
    group: "resource",
    step: "apply",
    name: logicalId,
    detail: `${resourceType} ${status}`,
    startMs: startMs - createdMs,
    endMs: endMs === null ? null : endMs - createdMs,
    critical: false,
    medianMs: null,
    state: status.endsWith("_FAILED") ? "failed" : endMs === null ? "running" : "done",
  }));
}

function inside(row: TimelineRow, parent: { startMs: number; endMs: number }): TimelineRow {
  const clamp = (ms: number) => Math.min(Math.max(ms, parent.startMs), parent.endMs);
  return { ...row, startMs: clamp(row.startMs), endMs: row.endMs === null ? null : clamp(row.endMs) };
}
