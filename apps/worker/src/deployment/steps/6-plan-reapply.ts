import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { phaseOf } from "@windlass/aws/stacks/stack-status";
import { WindlassError } from "@windlass/contracts/error";
import type { ResourceChange } from "@windlass/contracts/plan";
import { savePlan } from "@windlass/operations/deployment-run/save-plan";
import { markCurrent } from "@windlass/operations/deployment-run/mark-current";
import type { Difference } from "../../drift/compare-function.js";
import type { ExpectedFunction } from "../../drift/expected-functions.js";
import { readDeployedStacks } from "../../drift/deployed-stack.js";
import { inspectFunctions, type Inspected } from "../../drift/inspect-stage.js";
import { countChanges } from "../count-changes.js";
import { counted } from "../counted.js";
import type { Planned } from "../planned.js";
import { releaseOf } from "../release-of.js";
import type { StepContext, StepResult } from "../run-step.js";
import { whileStackIsBusy } from "../while-stack-is-busy.js";

/**
 * Plans to put back what was changed behind Windlass' back. CloudFormation sees no change where the template is the same, so
 * the functions are compared one by one with what the release says of them. Throws `not_deployed`.
 */
export async function planReapply(context: StepContext): Promise<StepResult<Planned>> {
  const { aws, reporter, signal } = context;
  const release = releaseOf(context.run);
  const { stackId } = await whileStackIsBusy(context, release.stackName, async () => {
    const stack = await describeStack(aws, release.stackName, signal);
    if (!stack) throw new WindlassError("not_deployed", `There is no stack ${release.stackName} in AWS.`);
    return phaseOf(stack.status) === "in_progress" ? { busy: `The stack is in ${stack.status}.` } : stack;
  });
  const stacks = await readDeployedStacks(aws, { stackId, release, signal });
  const functions = await inspectFunctions(aws, { stacks, release, swapped: [], signal });
  const changes = functions.flatMap(changesOf);
  const counts = countChanges(changes);
  if (changes.length === 0) reporter.log("Nothing to put back: every function is as the release describes it.");
  else reporter.log(`To put back: ${counted(changes.length, "resource")} of ${counted(functions.length, "function")} differ from release ${release.number}`);
  return {
    output: { stackId, operation: changes.length === 0 ? "none" : "update", reapply: true },
    store: async (tx): Promise<Planned> => {
      await savePlan(tx, { changeSetId: null, operation: changes.length === 0 ? "none" : "update", changes, counts });
      if (changes.length > 0) return "changes";
      await markCurrent(tx);
      return "nothing_to_change";
    },
  };
}

/** The plan names what is put back and never a value: an environment has secrets that nobody knows of. */
function changesOf({ expected, differences }: Inspected): ResourceChange[] {
  const ids = [...new Set(differences.map(({ logicalId }) => logicalId))];
  return ids.map((logicalId) => resourceChange(expected, logicalId, differences.filter((difference) => difference.logicalId === logicalId)));
}

function resourceChange(expected: ExpectedFunction, logicalId: string, own: readonly Difference[]): ResourceChange {
  return {
    logicalId,
    physicalId: logicalId === expected.logicalId ? expected.functionName : null,
    resourceType: own.some(({ aspect }) => aspect === "event_source") ? "AWS::Lambda::EventSourceMapping" : logicalId === expected.logicalId ? "AWS::Lambda::Function" : "AWS::Lambda::Alias",
    action: "change",
    replacement: "no",
    stateful: false,
    risk: "low",
    properties: own.map(({ aspect, property }) => ({ path: property === null ? aspect : `${aspect}.${property}`, requiresRecreation: "never", before: null, after: null })),
  };
}
