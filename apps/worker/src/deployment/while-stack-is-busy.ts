import { findForeignOperation } from "@windlass/aws/stacks/find-foreign-operation";
import { WindlassError } from "@windlass/contracts/error";
import { endWait, setWaitReason } from "@windlass/operations/deployment-run/set-wait-reason";
import { RestError } from "./interruption.js";
import type { StepContext } from "./run-step.js";

/**
 * Does `work` when nobody else is changing the stack. Where somebody is (`work` answers `busy` or throws `stack_busy`), says
 * on the deployment whose work it waits for and since when, and throws RestError: a wait may take hours, and must hold
 * neither a worker's slot nor the stages of others. The deployment comes again and goes on with this very step.
 */
export async function whileStackIsBusy<T extends object>(
  context: StepContext,
  stackName: string,
  work: () => Promise<T | { busy: string }>,
): Promise<T> {
  const { run, services, lease } = context;
  const outcome = await work().catch(asBusy);
  if ("busy" in outcome) throw await waitFor(context, stackName, outcome.busy);
  if (run.wait !== null) {
    await endWait(services.db.pool, lease.fence);
    context.reporter.span({ group: "wait", name: stackName, startedAt: run.wait.since, durationMs: Date.now() - run.wait.since.getTime() });
    context.reporter.log(`The stack ${stackName} is free: going on.`);
  }
  return outcome;
}

async function waitFor(context: StepContext, stackName: string, busy: string): Promise<RestError> {
  const { aws, services, lease, reporter, signal, masker } = context;
  const operation = await findForeignOperation(aws, { stackName, signal });
  const reason = masker.text(operation === null ? busy : `${busy} ${operation}`);
  const { changed, restMs } = await setWaitReason(services.db.pool, lease.fence, reason);
  if (changed) reporter.log(`Waiting for the stack ${stackName}. ${reason}`, "warn");
  await reporter.flush();
  return new RestError(restMs, reason);
}

function asBusy(error: unknown): { busy: string } {
  if (error instanceof WindlassError && error.code === "stack_busy") return { busy: error.message };
  throw error;
}
