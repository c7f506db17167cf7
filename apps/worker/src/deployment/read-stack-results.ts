import { findEndpoints } from "@windlass/aws/endpoints/find-endpoints";
import type { StackDescription } from "@windlass/aws/stacks/describe-stack";
import type { Endpoint, Output } from "@windlass/contracts/deployment";
import type { StepContext } from "./run-step.js";

/** What a stack offers: its outputs, and the URLs at which its service answers. Nothing where there is no stack. */
export async function readStackResults(
  { aws, reporter, signal }: StepContext,
  stack: StackDescription | null,
): Promise<{ outputs: Output[]; endpoints: Endpoint[] }> {
  if (!stack) return { outputs: [], endpoints: [] };
  const { stackName, outputs } = stack;
  const endpoints = await findEndpoints(aws, { stackName, outputs, signal });
  for (const endpoint of endpoints) reporter.log(`${endpoint.name}: ${endpoint.url}`);
  return { outputs, endpoints };
}
