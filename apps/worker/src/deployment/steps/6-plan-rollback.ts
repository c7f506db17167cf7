import { findMissing } from "@windlass/aws/artifacts/find-missing";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { parseTemplate, readTemplateText } from "@windlass/aws/stacks/read-template";
import { phaseOf } from "@windlass/aws/stacks/stack-status";
import { isEqual } from "@windlass/cloudformation/value-diff";
import type { CodeChange, ResourceChange } from "@windlass/contracts/plan";
import type { StoredRelease } from "@windlass/operations/deployment-run/deployment-run";
import { loadStageRelease } from "@windlass/operations/deployment-run/load-stage-release";
import { savePlan } from "@windlass/operations/deployment-run/save-plan";
import { findFastPath, type FastFunction } from "@windlass/operations/release/fast-path";
import { compareCode } from "../compare-code.js";
import { countChanges } from "../count-changes.js";
import { counted } from "../counted.js";
import type { Planned } from "../planned.js";
import type { CodePlan } from "../put-code.js";
import { releaseOf } from "../release-of.js";
import type { StepContext, StepResult } from "../run-step.js";
import { planRelease } from "./6-plan-release.js";

/**
 * Plans a roll-back. Where the release differs from what runs in functions' code only, the plan comes from the stored
 * releases, so that the code is back before CloudFormation is asked; its change set is made behind it. Else the change set is
 * the plan.
 */
export async function planRollback(context: StepContext): Promise<StepResult<Planned>> {
  const release = releaseOf(context.run);
  const found = await findCodeChange(context, release);
  if ("reason" in found) {
    context.reporter.log(`CloudFormation puts the release back: changing code alone would not do. ${found.reason}`);
    return planRelease(context);
  }
  const { functions, stackId, code } = found;
  context.reporter.log(`Rolling back to release ${release.number} (${release.commit.sha.slice(0, 12)} ${release.commit.message}): only the code of ${counted(functions.length, "function")} differs`);
  const changes = functions.map(toChange);
  return {
    output: { stackId, functions } satisfies CodePlan,
    store: async (tx): Promise<Planned> => {
      await savePlan(tx, { changeSetId: null, operation: "update", changes, counts: countChanges(changes), code });
      return "changes";
    },
  };
}

async function findCodeChange({ services, run, aws, signal }: StepContext, target: StoredRelease): Promise<{ stackId: string; functions: FastFunction[]; code: CodeChange[] } | { reason: string }> {
  const bucket = target.artifacts[0]?.bucket;
  const [current, stack, deployed, missing] = await Promise.all([
    loadStageRelease(services, run.stage.id),
    describeStack(aws, target.stackName, signal),
    readTemplateText(aws, { stackName: target.stackName, signal }),
    bucket === undefined ? [] : findMissing(aws, { bucket, keys: target.artifacts.map(({ key }) => key), signal }),
  ]);
  if (current === null) return { reason: "The stage runs no release." };
  const stage = { status: current.status, settings: run.stage.settings };
  const path = findFastPath({ current: current.release, target, swapped: current.swapped, stage });
  if (!path.possible) return { reason: path.reason };
  if (!stack || phaseOf(stack.status) !== "done") return { reason: stack ? `The stack is in ${stack.status}.` : "There is no stack." };
  // What somebody changed past Windlass would be undone with the code, unseen.
  if (deployed === null || !isSameTemplate(deployed, current.release.template)) {
    return { reason: `The stack's template is not that of release ${current.release.number}.` };
  }
  // The other way names what is missing.
  if (missing.length > 0) return { reason: `${counted(missing.length, "artifact")} of the release ${missing.length === 1 ? "is" : "are"} no longer in the bucket.` };
  return { stackId: stack.stackId, functions: path.functions, code: compareCode(current.release.artifacts, target.artifacts) };
}

/** Whether CloudFormation has this template. What is not ASCII comes back from it as question marks. */
function isSameTemplate(deployed: string, recorded: string): boolean {
  const plain = (text: string) => parseTemplate(text.replaceAll(/(?:\P{ASCII}|\?)+/gu, "?"));
  return isEqual(plain(deployed) ?? {}, plain(recorded) ?? {});
}

/** A function's change of code as a plan shows it. */
export function toChange({ logicalId, functionName, code, before }: Pick<FastFunction, "logicalId" | "functionName" | "code" | "before">): ResourceChange {
  return {
    logicalId,
    physicalId: functionName,
    resourceType: "AWS::Lambda::Function",
    action: "change",
    replacement: "no",
    stateful: false,
    risk: "low",
    properties: [{ path: "Code.S3Key", requiresRecreation: "never", before: before.key, after: code.key }],
  };
}
