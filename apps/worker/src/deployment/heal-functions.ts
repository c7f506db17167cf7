import type { StoredRelease } from "@windlass/operations/deployment-run/deployment-run";
import { codeOfFunction } from "@windlass/operations/release/function-code";
import { readSwappedFunctions } from "@windlass/operations/stage/read-swapped-functions";
import { putCode } from "./put-code.js";
import type { RunContext } from "./run-context.js";

/**
 * Brings functions that got other code alone to the code of the release that the stack is of now. CloudFormation does not
 * see that they differ, and leaves them as they are where the template did not change.
 */
export async function healFunctions(context: RunContext, release: StoredRelease): Promise<void> {
  const swapped = await readSwappedFunctions(context.services.db, context.run.stage.id);
  const functions = swapped.flatMap(({ name, functionName, deployment }) => {
    const code = deployment < context.run.number ? codeOfFunction(release, name) : null;
    return code ? [{ name, functionName, code }] : [];
  });
  const healed = await putCode(context, functions);
  if (healed.length > 0) context.reporter.log(`${healed.join(", ")} ${healed.length === 1 ? "runs" : "run"} the release's own code again`);
}
