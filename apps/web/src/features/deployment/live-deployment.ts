import type { Deployment } from "@windlass/contracts/deployment";
import { isTerminal } from "@windlass/contracts/deployment-state";
import type { Step } from "@windlass/contracts/step";
import type { HistoryView } from "../../live/deployment-history.js";
import type { StepRow } from "../../live/history-row.js";

/** What of a deployment moves while one looks at it. */
export type LiveDeployment = Pick<Deployment, "state" | "error" | "steps" | "startedAt" | "finishedAt" | "durationMs">;

/**
 * The deployment as of the newer of what was read and what arrived since: the events of the live socket run ahead
 * of the resource, except in the first moments, when the history is still being read.
 */
export function liveDeployment(deployment: Deployment, history: HistoryView): LiveDeployment {
  if (history.lastSeq < deployment.lastSeq) return deployment;
  const last = history.states.at(-1);
  const state = last?.to ?? deployment.state;
  const startedAt = deployment.startedAt ?? isoTime(history.states.find((row) => row.from === "queued")?.at);
  const finishedAt = deployment.finishedAt ?? (last !== undefined && isTerminal(last.to) ? isoTime(last.at) : null);
  return {
    state,
    error: last?.error ?? deployment.error,
    steps: withEvents(deployment.steps, history.steps),
    startedAt,
    finishedAt,
    durationMs: deployment.durationMs ?? (startedAt === null || finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt)),
  };
}

/** The steps after the events that happened to them. A step that begins again starts its time anew. */
export function withEvents(steps: readonly Step[], events: readonly StepRow[]): Step[] {
  return steps.map((step) => {
    const own = events.filter((row) => row.name === step.name);
    const last = own.at(-1);
    if (last === undefined) return step;
    const began = own.findLast((row) => row.state === "running");
    const startedAt = isoTime(began?.at) ?? step.startedAt;
    if (last.state === "running") return { ...step, state: last.state, startedAt, finishedAt: null, durationMs: null };
    const durationMs = last.durationMs === null ? step.durationMs : Math.round(last.durationMs);
    return { ...step, state: last.state, startedAt, finishedAt: isoTime(last.at), durationMs };
  });
}

function isoTime(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
