import { WindlassError } from "@windlass/contracts/error";
import type { ResourceChange } from "@windlass/contracts/plan";
import { inFence } from "@windlass/operations/deployment-run/fence";
import { keepPlan } from "@windlass/operations/deployment-run/keep-plan";
import { saveFastResult } from "@windlass/operations/deployment-run/save-fast-result";
import { saveResults } from "@windlass/operations/deployment-run/save-results";
import { saveStepOutput } from "@windlass/operations/deployment-run/save-step-output";
import { loadStageRelease } from "@windlass/operations/deployment-run/load-stage-release";
import type { Applied } from "../applied.js";
import { counted } from "../counted.js";
import { problemOf } from "../problem-of.js";
import { putCode, type CodePlan } from "../put-code.js";
import { releaseOf } from "../release-of.js";
import type { Planned } from "../planned.js";
import type { StepContext, StepResult } from "../run-step.js";
import { applyChangeSet, checkPlanned, planOutputSchema, type ChangeSetPlan, type LookedAt } from "./8-apply-change-set.js";
import { planRelease } from "./6-plan-release.js";

/**
 * Puts functions' code back at once, and lets CloudFormation follow by a change set of its own, which is made meanwhile and executed
 * when the code is back. Every part may run again: a worker that takes over finds the code in place, and the change set by
 * the deployment's token.
 */
export async function applyFast(context: StepContext, plan: CodePlan): Promise<Applied> {
  const { lease, signal, masker } = context;
  const made = planOutputSchema.safeParse(context.run.steps.get("plan")?.output);
  if (made.success) return follow(context, { plan, change: made.data });
  await lease.check();
  if (lease.cancelled.aborted) return cancelled(context);
  // The first change goes out with nothing beside it. Both are waited for, whatever becomes of one: nothing of this may go on behind the end of the step.
  const { promise: changing, resolve: onChanging } = openGate();
  const puttingBack = putBack(context, plan, onChanging).finally(onChanging);
  const [back, settlement] = await Promise.allSettled([puttingBack, changing.then(() => planSettlement(context))]);
  if (back.status === "rejected") throw back.reason;
  const isBack = back.value;
  try {
    if (settlement.status === "rejected") throw settlement.reason;
    const change = await keepSettlement(context, { plan, planned: settlement.value });
    return change === "nothing_to_change" ? { outcome: "done" } : await follow(context, { plan, change, looked: { isBegun: false } });
  } catch (error) {
    if (signal.aborted) throw error;
    if (lease.cancelled.aborted) return cancelled(context);
    if (!(error instanceof WindlassError)) throw error;
    return isBack ? unsettled(context, { plan, error }) : { outcome: "rolling_back", error: problemOf(error, masker) };
  }
}

/** Lets CloudFormation do what the code has done. Where it refuses to begin, the code stays. */
async function follow(context: StepContext, { plan, change, looked }: { plan: CodePlan; change: ChangeSetPlan; looked?: LookedAt | undefined }): Promise<Applied> {
  try {
    return await applyChangeSet(context, change, looked);
  } catch (error) {
    if (context.signal.aborted || !(error instanceof WindlassError)) throw error;
    return unsettled(context, { plan, error });
  }
}

function cancelled({ lease, masker }: StepContext): Applied {
  return { outcome: "rolling_back", error: problemOf(lease.cancelled.reason, masker) };
}

/** Whether the code is back. Where it cannot be put back so, CloudFormation does it. */
async function putBack(context: StepContext, { functions }: CodePlan, onChanging: () => void): Promise<boolean> {
  const { services, lease, reporter, run } = context;
  try {
    await putCode(context, functions, onChanging);
  } catch (error) {
    if (!(error instanceof WindlassError)) throw error;
    reporter.log(`The code could not be put back at once, so CloudFormation does it: ${error.message}`, "warn");
    return false;
  }
  const afterMs = await inFence(services.db, lease.fence, (tx) => saveFastResult(tx, functions.map(({ name }) => name)));
  reporter.log(`Code is back after ${afterMs} ms: ${counted(functions.length, "function")} ${functions.length === 1 ? "runs" : "run"} the code of release ${releaseOf(run).number}. The stack follows.`);
  await reporter.flush();
  return true;
}

function openGate(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((open) => (resolve = open));
  return { promise, resolve };
}

/**
 * Makes the change set that lets the stack follow, and looks at it, so that it can be executed as soon as the code is back. Nobody has executed
 * it: whoever does has kept it as the deployment's plan before.
 */
async function planSettlement(shared: StepContext): Promise<StepResult<Planned>> {
  const context = { ...shared, signal: AbortSignal.any([shared.signal, shared.lease.cancelled]) };
  const planned = await planRelease(context);
  const change = planOutputSchema.safeParse(planned.output);
  if (change.success) await checkPlanned(context, change.data);
  return planned;
}

/**
 * Keeps the change set, once the code is back: a worker that takes over then has only to let the stack follow. The deployment's
 * plan stays the one that was shown; a change set that does more is not executed, and deleted when the deployment has ended.
 */
async function keepSettlement({ services, lease }: StepContext, { plan, planned }: { plan: CodePlan; planned: StepResult<Planned> }): Promise<ChangeSetPlan | "nothing_to_change"> {
  const change = planOutputSchema.safeParse(planned.output);
  return inFence(services.db, lease.fence, async (tx) => {
    const { value, made } = await keepPlan(tx, () => planned.store(tx));
    if (typeof value === "object") throw new WindlassError(value.refused.code, value.refused.message, { hint: value.refused.hint });
    if (!change.success) return "nothing_to_change";
    const lost = losses(made?.changes ?? []);
    if (lost.length > 0) {
      throw new WindlassError("conflict", `The stack is not as it was recorded: letting it follow would take away ${lost.join(", ")}.`, {
        hint: "Look for drift, then deploy: that plan shows every change before it is made.",
      });
    }
    await saveStepOutput(tx, "plan", { ...plan, ...change.data });
    return change.data;
  });
}

/** Resources with data that a change set would take away: of a change of code there are none. Those that refer to a function are listed, too. */
function losses(changes: readonly ResourceChange[]): string[] {
  return changes.filter(({ stateful, action }) => stateful && (action === "remove" || action === "replace")).map(({ logicalId }) => logicalId);
}

/**
 * The code stays back, because that is what was asked for; the difference to the stack is kept until a deployment ends it.
 */
async function unsettled(context: StepContext, { plan, error }: { plan: CodePlan; error: WindlassError }): Promise<Applied> {
  const { services, lease, run, masker } = context;
  const stage = await loadStageRelease(services, run.stage.id);
  const release = releaseOf(run).number;
  const functions = plan.functions.map(({ name, functionName, code }) => ({ name, functionName, code, left: [] }));
  if (stage) await inFence(services.db, lease.fence, (tx) => saveResults(tx, { functions: { release, stackRelease: stage.release.number, functions } }));
  const problem = problemOf(error, masker);
  return { outcome: "failed", error: { ...problem, message: `The code of release ${release} is back, but the stack could not follow: ${problem.message}` } };
}
