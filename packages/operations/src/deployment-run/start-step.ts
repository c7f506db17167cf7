import type { StepName } from "@windlass/contracts/step";
import type { Executor, Fence } from "./fence.js";
import { writeStep } from "./write-step.js";

/** Marks a step as running. A step that runs a second time starts its clock anew. Throws LeaseLostError. */
export async function startStep(db: Executor, fence: Fence, name: StepName): Promise<number> {
  return writeStep(db, fence, { name, state: "running" });
}
