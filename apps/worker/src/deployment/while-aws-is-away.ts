import { setTimeout as sleep } from "node:timers/promises";
import { statusOf } from "@windlass/aws/aws-error";
import { WindlassError } from "@windlass/contracts/error";
import type { StepName } from "@windlass/contracts/step";
import { causeOf } from "./interruption.js";
import type { RunContext } from "./run-context.js";

const second = 1_000;
const firstPauseMs = second;
const longestPauseMs = 15 * second;

/**
 * How long a step is tried again while AWS does not answer or throttles. Before `publish` nothing has been heard of AWS, so the address
 * may be wrong and the deployment says so at once, unless the stage was deployed to it before; from `apply` on the stack may be
 * changing, and its end must be known.
 */
const patienceMs: Partial<Record<StepName, number>> = {
  publish: 60 * second,
  plan: 60 * second,
  apply: 3_600 * second,
  verify: 600 * second,
  guard: 600 * second,
  finish: 600 * second,
};

const patienceOnceDeployedMs = 60 * second;

function patienceOf({ run }: RunContext, step: StepName): number {
  return patienceMs[step] ?? (run.stage.hasCurrentRelease ? patienceOnceDeployedMs : 0);
}

/**
 * Does the work of a step, which may be done twice, again and again while AWS is out of reach. Throws what the work throws: at once when
 * it is anything else, and when AWS has been away for as long as the step allows.
 */
export async function whileAwsIsAway<T>(context: RunContext, step: StepName, work: () => Promise<T>): Promise<T> {
  const { reporter, signal } = context;
  for (let pauseMs = firstPauseMs, awayMs = 0; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const begunAt = performance.now();
    try {
      return await work();
    } catch (error) {
      const workedMs = performance.now() - begunAt;
      // Work that went on for long had AWS's answers for most of it.
      awayMs = workedMs > 60 * second ? 0 : awayMs + workedMs;
      if (signal.aborted || !isAwayError(error) || awayMs + pauseMs > patienceOf(context, step)) throw causeOf(error, signal);
      reporter.log(`${error.message} Windlass tries again in ${pauseMs / second} s.`, "warn");
      awayMs += pauseMs;
      await sleep(pauseMs, undefined, { signal }).catch((stopped: unknown) => {
        throw causeOf(stopped, signal);
      });
    }
  }
}

/**
 * Whether AWS does not answer, throttles, or has a fault of its own: an error that goes away by itself. S3's answers to HEAD have no
 * body, so that their status alone says so.
 */
export function isAwayError(error: unknown): error is WindlassError {
  if (!(error instanceof WindlassError)) return false;
  return error.code === "account_unreachable" || error.code === "aws_throttled" || (error.code === "aws_error" && statusOf(error.cause) >= 500);
}
