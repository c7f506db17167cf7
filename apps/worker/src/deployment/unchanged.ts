import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { phaseOf } from "@windlass/aws/stacks/stack-status";
import { markCurrent } from "@windlass/operations/deployment-run/mark-current";
import { readCurrentRelease } from "@windlass/operations/deployment-run/read-current-release";
import { saveOutputs } from "@windlass/operations/deployment-run/save-outputs";
import { savePlan } from "@windlass/operations/deployment-run/save-plan";
import type { Planned } from "./planned.js";
import type { StepContext, StepResult } from "./run-step.js";
import { stackVersionOf } from "./stack-version.js";

/**
 * The plan of a deployment that brings what the stage runs already: nothing, when CloudFormation has not touched the
 * stack since. One question to AWS decides that. Null when the stack must be planned like any other.
 */
export async function planUnchanged(context: StepContext): Promise<StepResult<Planned> | null> {
  const { run, services, aws, masker, reporter, signal } = context;
  const { release } = run;
  if (run.kind !== "deploy" || release === null || release.number === run.number) return null;
  const current = await readCurrentRelease(services.db.pool, run.id);
  if (current?.releaseId !== release.id || current.stackVersion === null) return null;
  const stack = await describeStack(aws, release.stackName, signal);
  if (!stack || phaseOf(stack.status) !== "done" || stackVersionOf(stack) !== current.stackVersion) return null;
  reporter.log("Nothing to change: the stack is as the release left it.");
  const found = masker.json({ outputs: stack.outputs, endpoints: current.endpoints, stackVersion: current.stackVersion });
  return {
    output: { stackId: stack.stackId, operation: "none" },
    store: async (tx): Promise<Planned> => {
      await savePlan(tx, { changeSetId: null, operation: "none", changes: [], counts: { added: 0, changed: 0, replaced: 0, removed: 0 } });
      await saveOutputs(tx, found);
      await markCurrent(tx);
      return "nothing_to_change";
    },
  };
}
