import { classifyFailure } from "@windlass/cloudformation/failure/classify-failure";
import type { StackEventPayload } from "@windlass/contracts/event";
import { WindlassError } from "@windlass/contracts/error";
import { isThrottling, isTransient, toWindlassError } from "../aws-error.js";
import type { AwsSession } from "../session.js";
import type { CallBudget } from "./call-budget.js";
import { isNoSuchStack, type StackDescription } from "./describe-stack.js";
import { clockSkewMs } from "./find-operation.js";
import { findFirstFailure, type FirstFailure } from "./find-first-failure.js";
import { openOperationLog, type OperationEnd, type OperationLog, type OperationScope } from "./operation-log.js";
import { readSettledStack } from "./read-settled-stack.js";
import { openStackEventReader, type OperationEvent, type StackEventReader } from "./read-stack-events.js";
import { pointsToValidation, readValidationErrors } from "./read-validation-errors.js";
import type { PollSubject } from "./stack-poller.js";
import { phaseOf, stackStatuses, type StackStatus } from "./stack-status.js";
import type { WatchStackInput, WatchStackResult } from "./watch-stack-types.js";

type ReadLog = { log: OperationLog; reader: StackEventReader };
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
  readonly #root: ReadLog;
  readonly #nested = new Map<string, ReadLog>();
  readonly #reported: Set<string>;
  readonly #events: OperationEvent[] = [];
  /** Read but not yet reported: a read that fails half-way must not lose what it had. */
  #pending: OperationEvent[] = [];
  readonly #startedAtMs = Date.now();
  #refusedSinceMs: number | null = null;
  readonly #troublesTold = new Set<string>();
  /** Whether everything was read after the operation's end: only the outputs may be missing then. */
  #readToEnd = false;
  #goneAfterStart = false;
  #tentativeSinceMs: number | null = null;
  /** How the stack looked from afar, last. */
  #seen: StackDescription | null = null;
  #budget: CallBudget | null = null;

  constructor(session: AwsSession, input: WatchStackInput, outcome: Outcome) {
    this.stackId = input.stackId;
    this.#session = session;
    this.#input = input;
    this.#outcome = outcome;
    this.#reported = new Set(input.seenEventIds);
    const sinceMs = input.since ? input.since.getTime() - clockSkewMs : Number.NEGATIVE_INFINITY;
    this.#root = this.#openLog(input.stackId, { token: input.token, sinceMs });
  }

  #openLog(stackId: string, scope: OperationScope): ReadLog {
    const { signal } = this.#input;
    const reader = openStackEventReader(this.#session, {
      stackName: stackId,
      client: this.#session.cloudFormationReads,
      beforePage: () => this.#budget?.spend(Date.now()),
      ...(signal ? { signal } : {}),
    });
    return { log: openOperationLog(stackId, scope), reader };
  }

  look(stack: StackDescription): boolean {
    const wasAtWork = this.#seen !== null && phaseOf(this.#seen.status) === "in_progress";
    this.#seen = stack;
    // A final status may also be that of the operation before ours, which does not show yet.
    return phaseOf(stack.status) !== "in_progress" && (wasAtWork || this.#root.log.beganAtMs() !== null);
  }

  /** Reads what is new, reports it, and concludes when the operation has ended. A failing read is told and tried again. */
  async poll(budget: CallBudget): Promise<boolean> {
    this.#budget = budget;
    try {
      if (!this.#readToEnd) await this.#readNew();
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

  async #readNew(): Promise<void> {
    const queue = this.#nestedToRead(this.#root.log, await this.#readLog(this.#root));
    for (let nested = queue.shift(); nested !== undefined; nested = queue.shift()) {
      queue.push(...this.#nestedToRead(nested.log, await this.#readLog(nested)));
    }
    this.#refusedSinceMs = null;
    this.#readToEnd = this.#root.log.end()?.tentative === false;
  }

  async #readLog({ log, reader }: ReadLog): Promise<OperationEvent[]> {
    const fresh = log.add(await reader.read((page) => log.isEnough(page)));
    this.#events.push(...fresh);
    this.#pending.push(...fresh);
    return fresh;
  }

  /** Nested stacks worth reading: at work, touched by what was just read, or all of them once the operation has ended. */
  #nestedToRead(parent: OperationLog, fresh: readonly OperationEvent[]): ReadLog[] {
    const touched = new Set(fresh.map((event) => event.physicalId));
    const ended = this.#root.log.end() !== null;
    const logs: ReadLog[] = [];
    for (const [stackId, state] of parent.nested()) {
      if (state === "settled" && !touched.has(stackId) && !ended) continue;
      const fromMs = this.#root.log.beganAtMs() ?? this.#startedAtMs;
      const nested = this.#nested.get(stackId) ?? this.#openLog(stackId, { fromMs });
      this.#nested.set(stackId, nested);
      logs.push(nested);
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
    const end = this.#root.log.end() ?? this.#endOfGoneStack();
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

  async #findCause(): Promise<FirstFailure | null> {
    const cause = findFirstFailure(this.#events);
    if (cause === null || !pointsToValidation(cause.reason)) return cause;
    const [first] = await readValidationErrors(this.#session, { stackName: this.stackId });
    if (!first) return cause;
    const { logicalId, resourceType, reason } = first;
    return { ...cause, logicalId, resourceType, reason, ...classifyFailure({ logicalId, resourceType, reason }) };
  }

  async #readSettled(status: StackStatus, budget: CallBudget): Promise<StackDescription | null> {
    if (this.#seen?.status === status) return this.#seen;
    const { signal } = this.#input;
    return readSettledStack(this.#session, { stackId: this.stackId, status, budget, ...(signal ? { signal } : {}) });
  }

  #endOfGoneStack(): OperationEnd | null {
    return this.#goneAfterStart ? { status: "DELETE_COMPLETE", reason: null, tentative: false } : null;
  }

  #giveUpWithoutTrace(): boolean {
    const { noTraceMs } = this.#input.patience ?? defaultPatience;
    if (this.#root.log.beganAtMs() !== null || Date.now() - this.#startedAtMs < noTraceMs) return false;
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
    if (isNoSuchStack(error)) return this.#meetGoneStack(budget);
    const told = toWindlassError(error, `read the events of ${this.stackId}`);
    if (!(told instanceof WindlassError)) return false;
    if (!this.#troublesTold.has(told.code)) this.#input.onTrouble?.(told);
    this.#troublesTold.add(told.code);
    if (isTransient(error)) return false;
    this.#refusedSinceMs ??= Date.now();
    const { refusedMs } = this.#input.patience ?? defaultPatience;
    if (Date.now() - this.#refusedSinceMs < refusedMs) return false;
    this.#outcome.reject(told);
    return true;
  }

  async #meetGoneStack(budget: CallBudget): Promise<boolean> {
    this.#goneAfterStart = this.#root.log.beganAtMs() !== null;
    return this.#conclude(budget);
  }
}

function toPayload({ stackId: _stackId, token: _token, ...payload }: OperationEvent): StackEventPayload {
  return payload;
}
