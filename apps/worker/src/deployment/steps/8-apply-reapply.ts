import { putBackEventSource, putBackFunction } from "@windlass/aws/drift/put-back-function";
import { WindlassError } from "@windlass/contracts/error";
import { z } from "zod";
import { readDeployedStacks } from "../../drift/deployed-stack.js";
import { inspectFunctions, type Inspected } from "../../drift/inspect-stage.js";
import { repairOf } from "../../drift/repair-of.js";
import type { Applied } from "../applied.js";
import { problemOf } from "../problem-of.js";
import { releaseOf } from "../release-of.js";
import type { StepContext } from "../run-step.js";

const planOutputSchema = z.object({ stackId: z.string() });

/**
 * Puts every function back as its release describes it. A worker that takes over compares anew and does what is left. Stops
 * between two functions when somebody cancels: what was put back by then stays.
 */
export async function applyReapply(context: StepContext): Promise<Applied> {
  const { run, aws, lease, masker, signal } = context;
  const release = releaseOf(run);
  const { stackId } = planOutputSchema.parse(run.steps.get("plan")?.output);
  const stacks = await readDeployedStacks(aws, { stackId, release, signal });
  const deleted: string[] = [];
  for (const one of await inspectFunctions(aws, { stacks, release, swapped: [], signal })) {
    if (one.differences.length === 0) continue;
    if (lease.cancelled.aborted) return { outcome: "failed", error: problemOf(lease.cancelled.reason, masker) };
    if (one.live === null) deleted.push(one.expected.functionName);
    else await putBack(context, one);
  }
  if (deleted.length === 0) return { outcome: "done" };
  const error = new WindlassError("stack_failed", `Lambda has no function ${deleted.join(", ")} any more, and CloudFormation does not make it anew while the template is the same.`, {
    hint: "Remove the function from the config and deploy, then add it again and deploy.",
  });
  return { outcome: "failed", error: problemOf(error, masker) };
}

async function putBack({ aws, lease, reporter, signal }: StepContext, { expected, live, differences }: Inspected): Promise<void> {
  const { functionName } = expected;
  if (live === null) return;
  const repair = repairOf(expected, live, differences);
  if (repair !== null) {
    await putBackFunction(aws, { functionName, repair, check: () => lease.check(), signal });
  }
  for (const { logicalId, uuid, enabled } of expected.eventSources) {
    const difference = differences.find((one) => one.logicalId === logicalId);
    if (!difference || difference.actual === "deleted") continue;
    await lease.check();
    await putBackEventSource(aws, { uuid, enabled, signal });
  }
  const what = differences.map(({ aspect, property }) => `${aspect.replaceAll("_", " ")}${property === null ? "" : ` ${property}`}`);
  reporter.log(`Put back ${functionName}: ${what.join(", ")}`);
}
