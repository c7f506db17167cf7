import { WindlassError } from "@windlass/contracts/error";
import { functionsResultSchema } from "@windlass/contracts/deployment-results";
import { inFence } from "@windlass/operations/deployment-run/fence";
import { saveResults } from "@windlass/operations/deployment-run/save-results";
import type { Applied } from "../applied.js";
import { problemOf } from "../problem-of.js";
import { codePlanSchema, putCode } from "../put-code.js";
import type { StepContext } from "../run-step.js";

const planOutputSchema = codePlanSchema.extend({ result: functionsResultSchema });

/**
 * Changes the code of the planned functions, all or none: where one fails the others get back what they ran. What they run is
 * kept before it is changed, so that a worker that dies here leaves no difference that nobody knows of.
 */
export async function applyFunctions(context: StepContext): Promise<Applied> {
  const { run, services, lease, reporter, masker } = context;
  const { functions, result } = planOutputSchema.parse(run.steps.get("plan")?.output);
  await lease.check();
  if (lease.cancelled.aborted) return { outcome: "rolling_back", error: problemOf(lease.cancelled.reason, masker) };
  await inFence(services.db, lease.fence, (tx) => saveResults(tx, { functions: result }));
  try {
    const startedAt = performance.now();
    await putCode(context, functions);
    const names = functions.map(({ name }) => name).join(", ");
    reporter.log(`${names}: the code of release ${result.release} answers after ${Math.round(performance.now() - startedAt)} ms. The stack stays of release ${result.stackRelease} until the next deployment.`);
    return { outcome: "done" };
  } catch (error) {
    if (!(error instanceof WindlassError)) throw error;
    return { outcome: "rolling_back", error: problemOf(error, masker) };
  }
}
