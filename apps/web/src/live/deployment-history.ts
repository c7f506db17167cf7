import { isTerminal } from "@windlass/contracts/deployment-state";
import type { DeploymentEvent } from "@windlass/contracts/event";
import type { StepName } from "@windlass/contracts/step";
import { toHistoryRow, type HistoryRow, type StackRow, type StateRow, type StepRow } from "./history-row.js";

/**
 * What a component sees of a history at one moment. The arrays only grow and are shared by all views: read
 * `rows` up to `lastSeq`, and use `lastSeq` as the dependency of what is derived.
 */
export interface HistoryView {
  readonly rows: readonly HistoryRow[];
  readonly steps: readonly StepRow[];
  readonly stack: readonly StackRow[];
  readonly states: readonly StateRow[];
  /** The row with this `seq` is at `rows[seq - 1]`. 0 while there is nothing. */
  readonly lastSeq: number;
  /** Whether the deployment has ended, so that no row follows. */
  readonly ended: boolean;
}

export type AppendOutcome = "grown" | "unchanged" | "gap";

/**
 * One deployment's append-only history as this page knows it. It holds the promise that the log shows every
 * row once and in order: `seq` begins at 1 and is dense, what is there already is ignored, and a batch with a
 * gap is refused from the gap on, so that the caller asks again from `lastSeq`.
 */
export class DeploymentHistory {
  readonly #rows: HistoryRow[] = [];
  readonly #steps: StepRow[] = [];
  readonly #stack: StackRow[] = [];
  readonly #states: StateRow[] = [];
  #runningStep: StepName | null = null;

  get lastSeq(): number {
    return this.#rows.length;
  }

  get ended(): boolean {
    const last = this.#states.at(-1);
    return last !== undefined && isTerminal(last.to);
  }

  append(events: readonly DeploymentEvent[]): AppendOutcome {
    const before = this.lastSeq;
    for (const event of events) {
      if (event.seq <= this.lastSeq) continue;
      if (event.seq > this.lastSeq + 1) return "gap";
      this.#push(toHistoryRow(event, this.#runningStep));
    }
    return this.lastSeq > before ? "grown" : "unchanged";
  }

  view(): HistoryView {
    return {
      rows: this.#rows,
      steps: this.#steps,
      stack: this.#stack,
      states: this.#states,
      lastSeq: this.lastSeq,
      ended: this.ended,
    };
  }

  #push(row: HistoryRow): void {
    this.#rows.push(row);
    if (row.kind === "stack") this.#stack.push(row);
    if (row.kind === "state") this.#states.push(row);
    if (row.kind === "step") {
      this.#steps.push(row);
      if (row.state === "running") this.#runningStep = row.name;
      else if (this.#runningStep === row.name) this.#runningStep = null;
    }
  }
}
