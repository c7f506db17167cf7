import type { StepName } from "@windlass/contracts/step";
import type { FencedTransaction } from "./fence.js";
import { writeStep } from "./write-step.js";

export type StepEnd = { name: StepName; state: "succeeded" | "skipped" | "failed" | "cancelled"; output?: unknown };

/**
 * Marks a step as ended and keeps its output, in the transaction that stored what the step made.
 * Returns the `seq` of the step's event. Throws LeaseLostError.
 */
export async function finishStep(tx: FencedTransaction, step: StepEnd): Promise<number> {
  return writeStep(tx, tx.fence, step);
}
