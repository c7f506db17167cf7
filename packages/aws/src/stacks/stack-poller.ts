import type { AwsSession } from "../session.js";
import { openCallBudget, type CallBudget } from "./call-budget.js";
import type { StackDescription } from "./describe-stack.js";
import { pollIntervalMs } from "./poll-interval.js";
import { sweepStacks } from "./sweep-stacks.js";

/** One stack that somebody waits for. */
export type PollSubject = {
  readonly stackId: string;
  /** Reads once and spends its calls from the budget. Never rejects. True when nothing is left to read. */
  poll(budget: CallBudget): Promise<boolean>;
  /** Takes how the stack looks from afar, and tells whether that makes reading now worth it. */
  look(stack: StackDescription): boolean;
};

/** Reads all watched stacks of one account and region, so that what AWS is asked does not grow with the deployments. */
export type StackPoller = {
  follow(subject: PollSubject): void;
  unfollow(subject: PollSubject): void;
};

type Follower = { subject: PollSubject; followedAtMs: number; dueAtMs: number; reading: boolean };

/** AWS throttles an account's reads at a few per second and other tools need some too. */
const awsBudget = { burst: 10, perSecond: 2 };
/** An emulator is on this machine and nobody else's. */
const sandboxBudget = { burst: 100, perSecond: 50 };
/** From this many stacks on, one call that lists all tells whose events are worth reading. */
const sweepFrom = 4;
const sweepEveryMs = 1_000;
/** Due before all others, and on credit: a sweep saw that the operation has ended. */
const urgentMs = 0;

/** Session → poller: it lives and ends with its session. */
const pollers = new WeakMap<AwsSession, StackPoller>();

/** The poller that all watchers of a session share. */
export function pollerOf(session: AwsSession): StackPoller {
  const open = pollers.get(session);
  if (open) return open;
  const poller = openStackPoller(session);
  pollers.set(session, poller);
  return poller;
}

function openStackPoller(session: AwsSession): StackPoller {
  const budget = openCallBudget(session.access.kind === "sandbox" ? sandboxBudget : awsBudget);
  const followers = new Set<Follower>();
  let sweepDueMs = 0;
  let sweeping = false;
  let timer: NodeJS.Timeout | undefined;

  const readOne = (follower: Follower): void => {
    follower.reading = true;
    void follower.subject.poll(budget).then((ended) => {
      follower.reading = false;
      const nowMs = Date.now();
      follower.dueAtMs = nowMs + pollIntervalMs(nowMs - follower.followedAtMs);
      if (ended) followers.delete(follower);
      turn();
    });
  };
  const sweep = (): void => {
    sweeping = true;
    void sweepStacks(session, budget).then(({ stacks, pages }) => {
      for (const follower of followers) {
        const stack = stacks.get(follower.subject.stackId);
        if (stack && follower.subject.look(stack)) follower.dueAtMs = urgentMs;
      }
      sweepDueMs = Date.now() + sweepEveryMs * pages;
      sweeping = false;
      turn();
    });
  };
  /** Starts the one read that is due and allowed, or sleeps until one is. Each read calls it again when it ends. */
  const turn = (): void => {
    clearTimeout(timer);
    const idle = [...followers].filter((follower) => !follower.reading);
    const nowMs = Date.now();
    const next = idle.toSorted((a, b) => a.dueAtMs - b.dueAtMs)[0];
    const urgent = next?.dueAtMs === urgentMs;
    const sweepAtMs = sweeping || urgent || followers.size < sweepFrom ? Number.POSITIVE_INFINITY : sweepDueMs;
    const dueAtMs = Math.min(sweepAtMs, next?.dueAtMs ?? Number.POSITIVE_INFINITY);
    if (dueAtMs === Number.POSITIVE_INFINITY) return;
    const waitMs = Math.max(dueAtMs - nowMs, budget.waitMs(nowMs, urgent));
    if (waitMs > 0) {
      timer = setTimeout(turn, waitMs);
      return;
    }
    if (sweepAtMs <= nowMs) sweep();
    else if (next) readOne(next);
    turn();
  };
  return {
    follow(subject) {
      followers.add({ subject, followedAtMs: Date.now(), dueAtMs: Date.now(), reading: false });
      turn();
    },
    unfollow(subject) {
      for (const follower of followers) if (follower.subject === subject) followers.delete(follower);
      turn();
    },
  };
}
