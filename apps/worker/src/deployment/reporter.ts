import type { StackEventPayload } from "@windlass/contracts/event";
import type { StepName } from "@windlass/contracts/step";
import type { EventBatcher } from "./event-batcher.js";

export type LogLevel = "info" | "warn" | "error";

/** `group` is what was done, such as `install`; `name` to what. */
export type Span = { group: string; name: string; startedAt: Date; durationMs: number };

/** The one port through which a deployment's work tells what it does. Steps never print. */
export type Reporter = {
  /** A line by Windlass itself. */
  log(text: string, level?: LogLevel): void;
  /** A line of a process that was run for the step. */
  output(stream: "stdout" | "stderr", text: string): void;
  /** A timed piece of work inside the step, which has ended: a bar of the timeline. Outside of a step it is not kept. */
  span(span: Span): void;
  /** What CloudFormation reported while the stack was watched. */
  stackEvents(events: readonly StackEventPayload[]): void;
  /** Resolves when more may be reported without the backlog growing. */
  ready(): Promise<void>;
  /** Writes everything reported so far. Throws LeaseLostError when the lease is gone. */
  flush(): Promise<void>;
  /** The same port for the lines of one step. */
  forStep(step: StepName): Reporter;
};

/** Opens the port onto a batcher. Lines belong to no step until `forStep` is used. */
export function createReporter(batcher: EventBatcher, step: StepName | null = null): Reporter {
  return {
    log: (text, level = "info") => batcher.push({ kind: "log", payload: { step, stream: "windlass", level, text } }),
    output: (stream, text) => batcher.push({ kind: "log", payload: { step, stream, level: "info", text } }),
    span: ({ group, name, startedAt, durationMs }) => {
      const payload = { group, name, startedAt: startedAt.toISOString(), durationMs: Math.max(0, Math.round(durationMs)) };
      if (step !== null) batcher.push({ kind: "span", payload: { step, ...payload } });
    },
    stackEvents: (events) => {
      for (const payload of events) batcher.push({ kind: "stack", payload });
    },
    ready: () => batcher.ready(),
    flush: () => batcher.flush(),
    forStep: (name) => createReporter(batcher, name),
  };
}
