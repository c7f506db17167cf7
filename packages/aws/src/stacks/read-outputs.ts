import type { Output } from "@windlass/contracts/deployment";
import { WindlassError } from "@windlass/contracts/error";
import type { AwsSession } from "../session.js";
import { describeStack } from "./describe-stack.js";

/**
 * Reads the outputs of a stack, by its name or id.
 *
 * @throws WindlassError `not_deployed` where there is no such stack.
 */
export async function readOutputs(session: AwsSession, input: { stackName: string; signal?: AbortSignal }): Promise<Output[]> {
  const stack = await describeStack(session, input.stackName, input.signal);
  if (!stack) throw new WindlassError("not_deployed", `There is no stack ${input.stackName} in ${session.region}.`);
  return stack.outputs;
}
