import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { readRemoval } from "@windlass/aws/stacks/read-removal";
import { phaseOf } from "@windlass/aws/stacks/stack-status";
import { assessRisk } from "@windlass/cloudformation/change-risk";
import type { ResourceChange } from "@windlass/contracts/plan";
import type { RemovalResource } from "@windlass/contracts/removal";
import { markRemoved } from "@windlass/operations/deployment-run/mark-removed";
import { savePlan } from "@windlass/operations/deployment-run/save-plan";
import { counted } from "../counted.js";
import type { Planned } from "../planned.js";
import { countChanges } from "../count-changes.js";
import { leftoversOf } from "../leftovers-of.js";
import { decideRemoval, type RemovalPlan } from "../removal-plan.js";
import type { StepContext, StepResult } from "../run-step.js";
import { whileStackIsBusy } from "../while-stack-is-busy.js";

/** Lists what a removal will delete, and decides what it keeps. Throws what `decideRemoval` refuses and what AWS does. */
export async function planRemoval(context: StepContext): Promise<StepResult<Planned>> {
  const { aws, run, reporter, signal } = context;
  const { stackName } = run.stage;
  const removal = stackName === null ? null : await readWhenIdle(context, stackName);
  if (removal === null || removal.stackId === null) {
    reporter.log("There is no stack to remove.");
    const leftovers = await leftoversOf(context);
    return leftovers === null ? { output: { operation: "none" }, store: (tx) => storeNothing(tx) } : deletion(leftovers, []);
  }
  const { plan, lost } = decideRemoval({ ...removal, stackId: removal.stackId }, run.options);
  const changes = lost.map(toRemoval);
  reporter.log(`To delete ${stackName ?? ""}: ${counted(changes.length, "resource")}`);
  if (plan.retain.length > 0) reporter.log(`To keep in AWS: ${plan.retain.join(", ")}`);
  signal.throwIfAborted();
  return deletion(plan, changes);

  async function readWhenIdle(waiting: StepContext, name: string) {
    const { idle } = await whileStackIsBusy(waiting, name, async () => {
      const found = await describeStack(aws, name, signal);
      return found !== null && phaseOf(found.status) === "in_progress" ? { busy: `The stack is in ${found.status}.` } : { idle: true };
    });
    return idle ? readRemoval(aws, { stackName: name, signal }) : null;
  }
}

function deletion(plan: RemovalPlan, changes: ResourceChange[]): StepResult<Planned> {
  return {
    output: { operation: "delete", ...plan },
    store: async (tx): Promise<Planned> => {
      await savePlan(tx, { changeSetId: null, operation: "delete", changes, counts: countChanges(changes) });
      return "changes";
    },
  };
}

async function storeNothing(tx: Parameters<typeof markRemoved>[0]): Promise<Planned> {
  await savePlan(tx, { changeSetId: null, operation: "none", changes: [], counts: countChanges([]) });
  await markRemoved(tx);
  return "nothing_to_change";
}

/** One resource that will be deleted, as plans show it. */
export function toRemoval({ logicalId, physicalId, resourceType }: Pick<RemovalResource, "logicalId" | "physicalId" | "resourceType">): ResourceChange {
  const change = { logicalId, physicalId, resourceType, action: "remove", replacement: "no" } as const;
  return { ...change, ...assessRisk(change), properties: [] };
}
