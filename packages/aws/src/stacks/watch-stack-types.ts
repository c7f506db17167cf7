import type { Output } from "@windlass/contracts/deployment";
import type { WindlassError } from "@windlass/contracts/error";
import type { StackEventPayload } from "@windlass/contracts/event";
import type { FirstFailure } from "./find-first-failure.js";
import type { StackPhase, StackStatus } from "./stack-status.js";

export type WatchStackInput = {
  /** Id, not name: a deleted stack is found by its id only. */
  stackId: string;
  /** Token of the operation. Its events are those from the first that carries it to the stack's next final status, and those of nested stacks. */
  token: string;
  /** When the operation may have begun at the earliest; the stack's whole history is searched when left out. */
  since?: Date;
  /** Ends the watching, not the operation. */
  signal?: AbortSignal;
  /** New events in order. A promise is waited for before the stack is read again. */
  onEvents: (events: StackEventPayload[]) => void | Promise<void>;
  /** Ids of events that were reported before, by a worker that this one takes over from: they are not reported again. */
  seenEventIds?: Iterable<string>;
  /** Told when reading fails, once per kind of trouble; watching goes on. */
  onTrouble?: (error: WindlassError) => void;
  /** How long AWS may refuse to be read, and show no trace of the operation, before the watching gives up. */
  patience?: { refusedMs: number; noTraceMs: number };
};

export type WatchStackResult = {
  /** `done`: as asked; `rolled_back`: as before; `failed`: in between; `absent`: deleted. */
  phase: Exclude<StackPhase, "in_progress">;
  status: StackStatus;
  statusReason: string | null;
  outputs: Output[];
  /** The earliest true failure, in the stack or a nested one; null when none failed or a person cancelled. `place` is null. */
  firstFailure: FirstFailure | null;
};
