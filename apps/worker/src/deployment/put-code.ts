import { updateFunctionCode } from "@windlass/aws/functions/update-function-code";
import { mapParallel } from "@windlass/aws/map-parallel";
import { storedCodeSchema, type StoredCode } from "@windlass/contracts/deployment-results";
import { z } from "zod";
import type { RunContext } from "./run-context.js";

/** What a plan keeps of functions whose code is changed without CloudFormation: their new code, and what to put back if need be. */
export const codePlanSchema = z.object({
  stackId: z.string(),
  functions: z.array(z.object({ name: z.string(), functionName: z.string(), logicalId: z.string(), code: storedCodeSchema, before: storedCodeSchema })),
});
export type CodePlan = z.infer<typeof codePlanSchema>;

/** Lambda takes 15 changes a second and account; more at once would only wait. */
const functionsAtOnce = 12;

type FunctionCode = { name: string; functionName: string; code: StoredCode };

/**
 * Brings functions to their code, in parallel, the lease checked before each change. Returns the names of those that had to
 * be changed; a second run finds none. `onChanging` is called as Lambda takes each change, which it puts in place seconds
 * later. Throws what AWS refuses, and LeaseLostError.
 */
export async function putCode({ aws, lease, signal }: Pick<RunContext, "aws" | "lease" | "signal">, functions: readonly FunctionCode[], onChanging = (): void => undefined): Promise<string[]> {
  const atOnce = Math.min(functions.length, functionsAtOnce);
  const changed = await mapParallel(functions, functionsAtOnce, async ({ name, functionName, code }) => {
    const { previousHash } = await updateFunctionCode(aws, { functionName, code, beforeChange: () => lease.check(), onChanging, atOnce, signal });
    return previousHash === code.hash ? [] : [name];
  });
  return changed.flat();
}
