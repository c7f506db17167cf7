import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { saveOutputs } from "@windlass/operations/deployment-run/save-outputs";
import { counted } from "../counted.js";
import { readStackResults } from "../read-stack-results.js";
import { releaseOf } from "../release-of.js";
import type { StepContext, StepResult } from "../run-step.js";

/** Reads what the deployed stack offers: its outputs and the URLs at which it answers. A removed stack offers nothing. */
export async function verify(context: StepContext): Promise<StepResult<void>> {
  const { run, aws, signal, reporter } = context;
  const stack = run.kind === "remove" ? null : await describeStack(aws, releaseOf(run).stackName, signal);
  const found = await readStackResults(context, stack);
  if (run.kind !== "remove") reporter.log(`${counted(found.outputs.length, "output")}, ${counted(found.endpoints.length, "endpoint")}`);
  return {
    output: { outputs: found.outputs.length, endpoints: found.endpoints.length },
    store: (tx) => saveOutputs(tx, found),
  };
}
