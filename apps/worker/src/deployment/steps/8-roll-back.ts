import { dropChangeSet } from "@windlass/aws/stacks/drop-change-set";
import { findOperation } from "@windlass/aws/stacks/find-operation";
import type { ProblemDetail } from "@windlass/contracts/error";
import { z } from "zod";
import type { RunContext } from "../run-context.js";
import { restoreCode } from "../restore-code.js";
import { watchOperation } from "../watch-operation.js";
import { putBack } from "./8-put-back.js";

const planOutputSchema = z.object({ stackId: z.string() });

type RolledBack = { outcome: "rolled_back" | "failed"; error: ProblemDetail };

/**
 * After a guard, or a cancellation while guards watched, puts the release before back; else watches CloudFormation put
 * back what was. The error that the deployment ends with is the one that turned it round:
 * a cancellation, or the first resource that failed.
 */
export async function rollBack(shared: RunContext): Promise<RolledBack> {
  const { run, aws, token, signal } = shared;
  const context = { ...shared, reporter: shared.reporter.forStep("apply") };
  if (run.kind === "function" && run.error) {
    await restoreCode(context);
    return { outcome: "rolled_back", error: run.error };
  }
  if (run.error && run.steps.get("apply")?.state === "succeeded") return putBack(shared, run.error);
  const { stackId } = planOutputSchema.parse(run.steps.get("plan")?.output);
  if (run.error && !(await findOperation(aws, { stackName: stackId, token, since: run.createdAt, signal }))) {
    return dropUnexecuted(context, { stackId, error: run.error });
  }
  const { phase, problem } = await watchOperation(context, { stackId, until: "end" });
  const error = run.error ?? problem;
  if (phase === "failed") {
    context.reporter.log(`The roll-back failed: ${problem.message}`, "error");
    return { outcome: "failed", error: { ...error, hint: "The stack needs a decision before it can be deployed again: see its resources." } };
  }
  await restoreCode(context);
  context.reporter.log("Rolled back: the stack is as it was before.", "warn");
  context.reporter.log(error.message, "error");
  return { outcome: "rolled_back", error };
}

/** Given up before the change set would have been executed: only the plan has to go. */
async function dropUnexecuted(
  context: RunContext,
  { stackId, error }: { stackId: string; error: ProblemDetail },
): Promise<RolledBack> {
  const { aws, lease, token, reporter, signal } = context;
  await lease.check();
  await dropChangeSet(aws, { stackName: stackId, changeSetName: token, clientToken: token, signal });
  await restoreCode(context);
  reporter.log(`${error.message} The stack was not changed.`, "warn");
  return { outcome: "rolled_back", error };
}
