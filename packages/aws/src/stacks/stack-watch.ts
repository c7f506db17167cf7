import type { StackEventPayload } from "@windlass/contracts/event";
import { WindlassError, type FailedResource } from "@windlass/contracts/error";
import { isThrottling, isTransient, toWindlassError } from "../aws-error.js";
import type { AwsSession } from "../session.js";
import type { CallBudget } from "./call-budget.js";
import { isNoSuchStack } from "./describe-stack.js";
import { clockSkewMs } from "./find-operation.js";
import { findFirstFailure } from "./find-first-failure.js";
import { openOperationLog, type OperationEnd, type OperationLog } from "./operation-log.js";
import { readSettledStack } from "./read-settled-stack.js";
import { readStackEvents, type OperationEvent } from "./read-stack-events.js";
import { pointsToValidation, readValidationErrors } from "./read-validation-errors.js";
import type { PollSubject } from "./stack-poller.js";
import { phaseOf, stackStatuses, type StackStatus } from "./stack-status.js";
import type { WatchStackInput, WatchStackResult } from "./watch-stack.js";

type Outcome = { resolve: (result: WatchStackResult) => void; reject: (error: unknown) => void };

/** A roll-back that follows a failure begins at once; events show it a little later. */
const tentativeForMs = 3_000;

const defaultPatience = { refusedMs: 10 * 60_000, noTraceMs: 2 * 60_000 };

/** One watcher: what it knows of its operation, and how it reads on. */
export function openStackWatch(session: AwsSession, input: WatchStackInput, outcome: Outcome): PollSubject {
  return new StackWatch(session, input, outcome);
}

class StackWatch implements PollSubject {
  readonly stackId: string;
  readonly #session: AwsSession;
  readonly #input: WatchStackInput;
  readonly #outcome: Outcome;
  readonly #root: OperationLog;
  readonly #nested = new Map<string, OperationLog>();
  readonly #reported: Set<string>;
  readonly #events: OperationEvent[] = [];
  /** Read but not yet reported: a read that fails half-way must not lose what it had. */
  #pending: OperationEvent[] = [];
  readonly #startedAtMs = Date.now();
  #refusedSinceMs: number | null = null;
  #troubleTold: string | null = null;
  #goneAfterStart = false;
  #tentativeSinceMs: number | null = null;

  constructor(session: AwsSession, input: WatchStackInput, outcome: Outcome) {
    this.stackId = input.stackId;
    this.#session = session;
    this.#input = input;
    this.#outcome = outcome;
    this.#reported = new Set(input.seenEventIds);
    const sinceMs = input.since ? input.since.getTime() - clockSkewMs : Number.NEGATIVE_INFINITY;
    this.#root = openOperationLog(input.stackId, { token: input.token, sinceMs });
  }

  isNews(status: string): boolean {
    return this.#root.beganAtMs() !== null && phaseOf(status) !== "in_progress";
  }

  /** Reads what is new, reports it, and concludes when the operation has ended. A failing read is told and tried again. */
  async poll(budget: CallBudget): Promise<boolean> {
    try {
      await this.#readNew(budget);
    } catch (error) {
      return this.#meetTrouble(error, budget);
    }
    try {
      await this.#report();
    } catch (error) {
      this.#outcome.reject(error);
      return true;
    }
    try {
      return await this.#conclude(budget);
    } catch (error) {
      return this.#meetTrouble(error, budget);
    }
  }

  async #readNew(budget: CallBudget): Promise<void> {
    const queue = this.#nestedToRead(this.#root, await this.#readLog(this.#root, budget));
    for (let log = queue.shift(); log !== undefined; log = queue.shift()) {
      queue.push(...this.#nestedToRead(log, await this.#readLog(log, budget)));
    }
    this.#refusedSinceMs = null;
    this.#troubleTold = null;
  }

  async #readLog(log: OperationLog, budget: CallBudget): Promise<OperationEvent[]> {
    const { signal } = this.#input;
    const read = await readStackEvents(this.#session, {
      stackName: log.stackId,
      client: this.#session.cloudFormationReads,
      isEnough: (page) => log.isEnough(page),
      beforePage: () => budget.spend(Date.now()),
      ...(signal ? { signal } : {}),
    });
    const fresh = log.add(read);
    this.#events.push(...fresh);
    this.#pending.push(...fresh);
    return fresh;
  }

  /** Nested stacks worth reading: at work, touched by what was just read, or all of them once the operation has ended. */
  #nestedToRead(parent: OperationLog, fresh: readonly OperationEvent[]): OperationLog[] {
    const touched = new Set(fresh.map((event) => event.physicalId));
    const ended = this.#root.end() !== null;
    const logs: OperationLog[] = [];
    for (const [stackId, state] of parent.nested()) {
      if (state === "settled" && !touched.has(stackId) && !ended) continue;
      const fromMs = this.#root.beganAtMs() ?? this.#startedAtMs;
      const log = this.#nested.get(stackId) ?? openOperationLog(stackId, { fromMs });
      this.#nested.set(stackId, log);
      logs.push(log);
    }
    return logs;
  }

  async #report(): Promise<void> {
    if (this.#input.signal?.aborted) return;
    const unseen = this.#pending.filter((event) => !this.#reported.has(event.eventId));
    this.#pending = [];
    if (unseen.length === 0) return;
    for (const event of unseen) this.#reported.add(event.eventId);
    await this.#input.onEvents(unseen.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).map(toPayload));
  }

  async #conclude(budget: CallBudget): Promise<boolean> {
    const end = this.#root.end() ?? this.#endOfGoneStack();
    if (end === null) {
      this.#tentativeSinceMs = null;
      return this.#giveUpWithoutTrace();
    }
    if (end.tentative) {
      this.#tentativeSinceMs ??= Date.now();
      if (Date.now() - this.#tentativeSinceMs < tentativeForMs) return false;
    }
    const { phase } = stackStatuses[end.status];
    if (phase === "in_progress") return false;
    const settled = phase === "absent" ? null : await this.#readSettled(end.status, budget);
    this.#outcome.resolve({
      phase,
      status: end.status,
      statusReason: end.reason,
      outputs: settled?.outputs ?? [],
      firstFailure: phase === "failed" || phase === "rolled_back" ? await this.#findCause() : null,
    });
    return true;
  }

  async #findCause(): Promise<FailedResource | null> {
    const cause = findFirstFailure(this.#events);
    if (cause === null || !pointsToValidation(cause.reason)) return cause;
    const [first] = await readValidationErrors(this.#session, { stackName: this.stackId });
    return first ? { ...cause, logicalId: first.logicalId, resourceType: first.resourceType, reason: first.reason } : cause;
  }

  #readSettled(status: StackStatus, budget: CallBudget): ReturnType<typeof readSettledStack> {
    const { signal } = this.#input;
    return readSettledStack(this.#session, { stackId: this.stackId, status, budget, ...(signal ? { signal } : {}) });
  }

  #endOfGoneStack(): OperationEnd | null {
    return this.#goneAfterStart ? { status: "DELETE_COMPLETE", reason: null, tentative: false } : null;
  }

  #giveUpWithoutTrace(): boolean {
    const { noTraceMs } = this.#input.patience ?? defaultPatience;
    if (this.#root.beganAtMs() !== null || Date.now() - this.#startedAtMs < noTraceMs) return false;
    this.#outcome.reject(
      new WindlassError("aws_error", `CloudFormation shows no trace of the operation ${this.#input.token} on ${this.stackId}.`, {
        hint: "It never started, or the stack is in another account or region. Deploy again.",
      }),
    );
    return true;
  }

  /** Nothing that goes wrong with reading changes the outcome of the operation, so the only end here is to stop asking. */
  async #meetTrouble(error: unknown, budget: CallBudget): Promise<boolean> {
    if (this.#input.signal?.aborted) return true;
    if (isThrottling(error)) budget.throttled(Date.now());
    if (isNoSuchStack(error)) return await this.#meetGoneStack(budget);
    const told = toWindlassError(error, `read the events of ${this.stackId}`);
    if (!(told instanceof WindlassError)) return false;
    if (this.#troubleTold !== told.code) this.#input.onTrouble?.(told);
    this.#troubleTold = told.code;
    if (isTransient(error)) return false;
    this.#refusedSinceMs ??= Date.now();
    const { refusedMs } = this.#input.patience ?? defaultPatience;
    if (Date.now() - this.#refusedSinceMs < refusedMs) return false;
    this.#outcome.reject(told);
    return true;
  }

  async #meetGoneStack(budget: CallBudget): Promise<boolean> {
    this.#goneAfterStart = this.#root.beganAtMs() !== null;
    return await this.#conclude(budget);
  }
}

function toPayload({ stackId: _stackId, token: _token, ...payload }: OperationEvent): StackEventPayload {
  return payload;
}
