import { findMissing } from "@windlass/aws/artifacts/find-missing";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { diffResources } from "@windlass/cloudformation/resource-diff";
import { WindlassError } from "@windlass/contracts/error";
import type { FunctionsResult } from "@windlass/contracts/deployment-results";
import type { StoredRelease } from "@windlass/operations/deployment-run/deployment-run";
import { loadStageRelease, type StageRelease } from "@windlass/operations/deployment-run/load-stage-release";
import { savePlan } from "@windlass/operations/deployment-run/save-plan";
import { codeOfFunction, functionToPutBack, templateOf } from "@windlass/operations/release/function-code";
import { compareCode } from "../compare-code.js";
import { countChanges } from "../count-changes.js";
import type { Planned } from "../planned.js";
import type { CodePlan } from "../put-code.js";
import { releaseOf } from "../release-of.js";
import type { StepContext, StepResult } from "../run-step.js";
import { toChange } from "./6-plan-rollback.js";

/** What the apply step needs, and what the deployment keeps of it. */
export type FunctionsPlan = CodePlan & { result: FunctionsResult };

/**
 * Plans the code of some functions of a release, alone. Their settings stay as the stack has them; what differs is named.
 * Throws `not_deployed`, `artifact_missing`, and `invalid_request` for a function whose code cannot be put back alone.
 */
export async function planFunctions(context: StepContext): Promise<StepResult<Planned>> {
  const { run, services, aws, signal, reporter } = context;
  const target = releaseOf(run);
  const stage = await loadStageRelease(services, run.stage.id);
  const stack = stage && (await describeStack(aws, stage.release.stackName, signal));
  if (!stage || !stack) throw new WindlassError("not_deployed", `Stage ${run.stage.name} has no stack whose functions could be changed.`);
  const functions = (run.options.functions ?? []).map((name) => planOne({ stage, target }, name));
  await checkThere(context, target, functions);
  for (const { name, left } of functions) {
    if (left.length > 0) reporter.log(`${name} keeps the settings of release ${stage.release.number}, which differ: ${left.join(", ")}`, "warn");
  }
  const result = { release: target.number, stackRelease: stage.release.number, functions: functions.map(({ name, functionName, code, left }) => ({ name, functionName, code, left })) };
  const changes = functions.map(toChange);
  const code = compareCode(stage.release.artifacts, target.artifacts).filter((change) => functions.some(({ name }) => name === change.function));
  return {
    output: { stackId: stack.stackId, functions, result } satisfies FunctionsPlan,
    store: async (tx): Promise<Planned> => {
      await savePlan(tx, { changeSetId: null, operation: "update", changes, counts: countChanges(changes), code });
      return "changes";
    },
  };
}

type PlannedFunction = CodePlan["functions"][number] & { left: string[] };

function planOne({ stage, target }: { stage: StageRelease; target: StoredRelease }, name: string): PlannedFunction {
  const current = stage.release;
  const found = functionToPutBack({ current, target }, name);
  const before = stage.swapped.find((one) => one.name === name)?.code ?? codeOfFunction(current, name);
  if (!before) throw new WindlassError("invalid_request", `${name} runs an image: its code cannot be put back alone.`);
  return { ...found, before, left: settingsLeft({ current, target }, found.logicalId) };
}

/** The properties of the function in which the two releases differ, besides its code. */
function settingsLeft({ current, target }: { current: StoredRelease; target: StoredRelease }, logicalId: string): string[] {
  const difference = diffResources(templateOf(current), templateOf(target)).find((one) => one.logicalId === logicalId);
  return (difference?.properties ?? []).map(({ path }) => path).filter((path) => path !== "Code" && !path.startsWith("Code."));
}

async function checkThere({ aws, signal }: StepContext, target: StoredRelease, functions: readonly PlannedFunction[]): Promise<void> {
  const [first] = functions;
  if (!first) throw new WindlassError("invalid_request", "The deployment names no function.");
  const missing = await findMissing(aws, { bucket: first.code.bucket, keys: functions.map(({ code }) => code.key), signal });
  const names = functions.filter(({ code }) => missing.includes(code.key)).map(({ name }) => name);
  if (names.length > 0) throw new WindlassError("artifact_missing", `The code of release ${target.number} is no longer in the bucket: ${names.join(", ")}.`);
}
