import { findEndpoints } from "@windlass/aws/endpoints/find-endpoints";
import type { StackDescription } from "@windlass/aws/stacks/describe-stack";
import type { StackResults } from "@windlass/operations/deployment-run/save-outputs";
import { stackVersionOf } from "./stack-version.js";
import type { StepContext } from "./run-step.js";

/**
 * What a stack offers: its outputs, and the URLs at which its service answers. Nothing where there is no stack. `template`: the one that
 * the stack is of, where that is known.
 */
export async function readStackResults(
  { aws, reporter, masker, signal }: StepContext,
  stack: StackDescription | null,
  template?: string,
): Promise<StackResults> {
  if (!stack) return { outputs: [], endpoints: [], stackVersion: null };
  const { stackName, outputs } = stack;
  const endpoints = await findEndpoints(aws, { stackName, outputs, signal, ...(template === undefined ? {} : { template }) });
  for (const endpoint of endpoints) reporter.log(`${endpoint.name}: ${endpoint.url}`);
  return masker.json({ outputs, endpoints, stackVersion: stackVersionOf(stack) });
}
