import { describeStack } from "@windlass/aws/stacks/describe-stack";
import type { DeploymentRun } from "@windlass/operations/deployment-run/deployment-run";
import { saveOutputs } from "@windlass/operations/deployment-run/save-outputs";
import { checkLeftovers } from "../check-leftovers.js";
import { counted } from "../counted.js";
import { healFunctions } from "../heal-functions.js";
import { readStackResults } from "../read-stack-results.js";
import { releaseOf } from "../release-of.js";
import type { StepContext, StepResult } from "../run-step.js";

/** Reads what the deployed stack offers: its outputs and the URLs at which it answers. Of a removed one it looks whether anything is left. */
export async function verify(context: StepContext): Promise<StepResult<void>> {
  const { run, aws, signal, reporter } = context;
  if (deletesStack(run)) {
    const items = await checkLeftovers(context);
    return { output: { checked: items.length }, store: () => undefined };
  }
  const release = run.kind === "deploy" || run.kind === "rollback" ? releaseOf(run) : null;
  if (release !== null) await healFunctions(context, release);
  const stack = await describeStack(aws, stackOf(run), signal);
  const found = await readStackResults(context, stack, release?.template);
  reporter.log(`${counted(found.outputs.length, "output")}, ${counted(found.endpoints.length, "endpoint")}`);
  return {
    output: { outputs: found.outputs.length, endpoints: found.endpoints.length },
    store: (tx) => saveOutputs(tx, found),
  };
}

function deletesStack({ kind, options }: DeploymentRun): boolean {
  const action = options.repair?.action;
  // A review's stack may have to stay, for the change sets of others on it.
  return kind === "remove" || (kind === "repair" && (action === "delete_failed_create" || action === "retry_deletion"));
}

/** A repair has no release of its own. */
function stackOf(run: DeploymentRun): string {
  return run.kind === "repair" ? (run.stage.stackName ?? "") : releaseOf(run).stackName;
}
