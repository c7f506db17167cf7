import { setTimeout as sleep } from "node:timers/promises";
import { WindlassError } from "@windlass/contracts/error";
import { setWaitReason } from "@windlass/operations/deployment-run/set-wait-reason";
import type { StepContext } from "./run-step.js";

const firstPauseMs = 1_000;
const longestPauseMs = 15_000;

/**
 * Does `work` as soon as nobody else is changing the stack, and says meanwhile, on the deployment, what it waits
 * for. `work` answers `busy` or throws `stack_busy` when somebody is.
 */
export async function whileStackIsBusy<T extends object>(
  context: StepContext,
  stackName: string,
  work: () => Promise<T | { busy: string }>,
): Promise<T> {
  const { services, lease, reporter, signal } = context;
  let told: string | null = null;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    const outcome = await work().catch(asBusy);
    if (!("busy" in outcome)) {
      if (told !== null) await setWaitReason(services.db.pool, lease.fence, null);
      return outcome;
    }
    if (told !== context.masker.text(outcome.busy)) {
      told = context.masker.text(outcome.busy);
      reporter.log(`Waiting for the stack ${stackName}: ${told}`, "warn");
      await setWaitReason(services.db.pool, lease.fence, told);
    }
    await sleep(pauseMs, undefined, { signal });
  }
}

function asBusy(error: unknown): { busy: string } {
  if (error instanceof WindlassError && error.code === "stack_busy") return { busy: error.message };
  throw error;
}
