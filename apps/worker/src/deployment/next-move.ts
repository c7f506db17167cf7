import { dropChangeSet } from "@windlass/aws/stacks/drop-change-set";
import { WindlassError } from "@windlass/contracts/error";
import type { Move } from "@windlass/operations/deployment-run/advance-deployment";
import { maxTakeovers } from "@windlass/operations/deployment-run/lease-duration";
import { canFail, type WorkingState } from "./can-fail.js";
import { CancelledError, interruptionOf } from "./interruption.js";
import { phases } from "./phases.js";
import { problemOf } from "./problem-of.js";
import type { RunContext } from "./run-context.js";

/**
 * Does the work of the deployment's state and says where it goes from there; null when a worker has nothing to do in
 * it. Errors are moves too; only what interrupts the run is thrown.
 */
export async function nextMove(context: RunContext): Promise<Move | null> {
  const { state } = context.run;
  if (!canFail(state)) return null;
  try {
    if (context.takeovers >= maxTakeovers) throw poisonError(context);
    return await phases[state](context);
  } catch (error) {
    if (interruptionOf(error) !== null) throw error;
    if (state === "planning" && error instanceof CancelledError) return cancelPlan(context, error);
    return moveAfter(context, state, error);
  }
}

/** Whoever made the change set, this worker or one before it, it must not be left behind. */
async function cancelPlan(context: RunContext, error: CancelledError): Promise<Move> {
  const { run, aws, token, lease, signal, reporter, masker } = context;
  const stackName = run.release?.stackName ?? run.stage.stackName;
  try {
    await lease.check();
    if (run.kind !== "remove" && stackName !== null) await dropChangeSet(aws, { stackName, changeSetName: token, clientToken: token, signal });
    reporter.log(`${error.message} Nothing had been changed in AWS.`, "warn");
  } catch (failure) {
    if (interruptionOf(failure) !== null) throw failure;
    reporter.log(`The change set could not be deleted: ${problemOf(failure, masker).message}`, "warn");
  }
  return { from: "planning", to: "cancelled", error: problemOf(error, masker) };
}

function poisonError({ takeovers, run }: RunContext): WindlassError {
  const running = [...run.steps].find(([, step]) => step.state === "running")?.[0] ?? run.state;
  return new WindlassError("worker_failed", `${takeovers} workers in a row stopped answering during ${running}.`, {
    hint: "Something in it ends the worker, such as too little memory: the server's log has the cause. Deploy again when it is gone.",
  });
}

function moveAfter(context: RunContext, state: WorkingState, error: unknown): Move {
  const { services, run, reporter, masker } = context;
  const problem = problemOf(error, masker);
  if (problem.code === "worker_failed") services.logger.error({ err: error, deploymentId: run.id, state }, "a deployment failed");
  if (error instanceof CancelledError && (state === "preparing" || state === "awaiting_approval")) {
    reporter.log(error.message, "warn");
    return { from: state, to: "cancelled", error: problem };
  }
  reporter.log(problem.message, "error");
  for (const place of problem.places ?? []) {
    reporter.log(`${place.file}${place.line === null ? "" : `:${place.line}:${place.column ?? 1}`} ${place.message}`, "error");
  }
  return { from: state, to: "failed", error: problem };
}
