import type { DeploymentState } from "@windlass/contracts/deployment-state";
import type { ProblemDetail } from "@windlass/contracts/error";
import type { DeploymentEvent, StackEventPayload } from "@windlass/contracts/event";
import type { StepName, StepState } from "@windlass/contracts/step";

/** Where a row stands in a deployment's history. `at` is in milliseconds since 1970. */
interface Place {
  seq: number;
  at: number;
  /** The step it belongs to: its own, or the one that was running. */
  step: StepName | null;
}

export interface LineRow extends Place {
  kind: "line";
  stream: "windlass" | "stdout" | "stderr";
  level: "info" | "warn" | "error";
  text: string;
}

export interface StepRow extends Place {
  kind: "step";
  name: StepName;
  state: StepState;
  durationMs: number | null;
}

export interface StackRow extends Place {
  kind: "stack";
  event: StackEventPayload;
}

export interface StateRow extends Place {
  kind: "state";
  from: DeploymentState | null;
  to: DeploymentState;
  error: ProblemDetail | null;
}

/** A timed piece of work inside a step; `startedAt` in milliseconds since 1970. */
export interface SpanRow extends Place {
  kind: "span";
  group: string;
  name: string;
  startedAt: number;
  durationMs: number;
}

/** One row of a deployment's history, in the flat shape in which a page can hold some hundred thousand of them. */
export type HistoryRow = LineRow | StepRow | StackRow | SpanRow | StateRow;

/** The row of one event. `runningStep` is the step in which events that name none happened. */
export function toHistoryRow(event: DeploymentEvent, runningStep: StepName | null): HistoryRow {
  const { seq } = event;
  const at = Date.parse(event.at);
  switch (event.kind) {
    case "log": {
      const { step, stream, level, text } = event.payload;
      return { kind: "line", seq, at, step: step ?? runningStep, stream, level, text };
    }
    case "step": {
      const { name, state, durationMs } = event.payload;
      return { kind: "step", seq, at, step: name, name, state, durationMs };
    }
    case "stack":
      return { kind: "stack", seq, at, step: runningStep, event: event.payload };
    case "span": {
      const { step, group, name, startedAt, durationMs } = event.payload;
      return { kind: "span", seq, at, step, group, name, startedAt: Date.parse(startedAt), durationMs };
    }
    case "state":
      return { kind: "state", seq, at, step: null, ...event.payload };
  }
}
