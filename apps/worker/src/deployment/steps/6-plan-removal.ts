import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { listStackResources, type StackResource } from "@windlass/aws/stacks/list-stack-resources";
import { phaseOf } from "@windlass/aws/stacks/stack-status";
import { assessRisk } from "@windlass/cloudformation/change-risk";
import type { ResourceChange } from "@windlass/contracts/plan";
import { markRemoved } from "@windlass/operations/deployment-run/mark-removed";
import { savePlan } from "@windlass/operations/deployment-run/save-plan";
import { counted } from "../counted.js";
import type { Planned } from "../planned.js";
import { countChanges } from "../count-changes.js";
import type { StepContext, StepResult } from "../run-step.js";
import { whileStackIsBusy } from "../while-stack-is-busy.js";

/** Lists what a removal will delete. Throws what AWS refuses. */
export async function planRemoval(context: StepContext): Promise<StepResult<Planned>> {
  const { aws, run, reporter, signal } = context;
  const { stackName } = run.stage;
  const stack =
    stackName === null
      ? null
      : await whileStackIsBusy(context, stackName, async () => {
          const found = await describeStack(aws, stackName, signal);
          const busy = found !== null && phaseOf(found.status) === "in_progress";
          return busy ? { busy: `The stack is in ${found.status}.` } : { found };
        });
  if (!stack?.found) {
    reporter.log("There is no stack to remove.");
    return { output: { operation: "none" }, store: (tx) => storeNothing(tx) };
  }
  const { stackId } = stack.found;
  const resources = await listStackResources(aws, { stackName: stackId, signal });
  const changes = resources.filter(({ status }) => status !== "DELETE_COMPLETE").map(toRemoval);
  const counts = countChanges(changes);
  reporter.log(`To delete ${stackName}: ${counted(counts.removed, "resource")}`);
  return {
    output: { stackId, operation: "delete" },
    store: async (tx): Promise<Planned> => {
      await savePlan(tx, { changeSetId: null, operation: "delete", changes, counts });
      return "changes";
    },
  };
}

async function storeNothing(tx: Parameters<typeof markRemoved>[0]): Promise<Planned> {
  await savePlan(tx, { changeSetId: null, operation: "none", changes: [], counts: countChanges([]) });
  await markRemoved(tx);
  return "nothing_to_change";
}

function toRemoval({ logicalId, physicalId, resourceType }: StackResource): ResourceChange {
  const change = { logicalId, physicalId, resourceType, action: "remove", replacement: "no" } as const;
  return { ...change, ...assessRisk(change), properties: [] };
}
