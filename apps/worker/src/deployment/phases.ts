import type { Move } from "@windlass/operations/deployment-run/advance-deployment";
import { afterPlan } from "./after-plan.js";
import type { WorkingState } from "./can-fail.js";
import type { Guarded } from "./guards/guard-end.js";
import type { RunContext } from "./run-context.js";
import { runStep } from "./run-step.js";
import { whileAwsIsAway } from "./while-aws-is-away.js";
import { checkOut } from "./steps/1-checkout.js";
import { build } from "./steps/2-build.js";
import { compileService } from "./steps/3-compile.js";
import { check } from "./steps/4-check.js";
import { publish } from "./steps/5-publish.js";
import { plan } from "./steps/6-plan.js";
import { approve } from "./steps/7-approve.js";
import { apply } from "./steps/8-apply.js";
import { rollBack } from "./steps/8-roll-back.js";
import { guard, isGuarded } from "./steps/9-guard.js";
import { verify } from "./steps/9-verify.js";
import { finish } from "./steps/10-finish.js";

type MoveFrom<State extends WorkingState> = Extract<Move, { from: State }>;

/**
 * What a worker does in each state, step by step, and where the deployment goes from there. A worker that takes a
 * deployment over begins the state anew: every step finds out by itself what was done. Null: it waits for a person.
 */
export const phases: { [State in WorkingState]: (context: RunContext) => Promise<MoveFrom<State> | null> } = {
  async preparing(shared) {
    const context = cancellable(shared);
    const source = await runStep(context, "checkout", (step) => checkOut(step));
    if (source.reused) return { from: "preparing", to: "planning" };
    await runStep(context, "build", (step) => build(step, source));
    const release = await runStep(context, "compile", (step) => compileService(step, source));
    await runStep(context, "check", (step) => check(step, release));
    await runStep(context, "publish", (step) => publish(step, release));
    return { from: "preparing", to: "planning" };
  },
  async planning(shared) {
    return afterPlan(shared, await runStep(cancellable(shared), "plan", (step) => plan(step)));
  },
  awaiting_approval: (context) => approve(context),
  async deploying(context) {
    const applied = await runStep(context, "apply", (step) => apply(step));
    if (applied.outcome === "done") return { from: "deploying", to: "verifying" };
    return { from: "deploying", to: applied.outcome, ...(applied.error ? { error: applied.error } : {}) };
  },
  async rolling_back(context) {
    const { outcome, error } = await whileAwsIsAway(context, "apply", () => rollBack(context));
    return { from: "rolling_back", to: outcome, error };
  },
  async verifying(context) {
    const { steps } = context.run;
    // From here on the release is the stage's current one: it is too late to put another back.
    if (steps.get("finish")?.state === "succeeded") return { from: "verifying", to: "succeeded" };
    if (steps.get("guard")?.state !== "running") await runStep(context, "verify", (step) => verify(step));
    const guarded: Guarded = steps.has("guard") && (await isWorthGuarding(context)) ? await runStep(context, "guard", (step) => guard(step)) : { outcome: "passed" };
    if (guarded.outcome !== "passed") return { from: "verifying", to: guarded.outcome, error: guarded.error };
    await runStep(context, "finish", (step) => finish(step));
    return { from: "verifying", to: "succeeded" };
  },
};

/** What nobody watches, and nobody has asked to cancel, goes on without the step: its two writes would be all that it does. */
async function isWorthGuarding({ run, lease }: RunContext): Promise<boolean> {
  if (isGuarded(run)) return true;
  await lease.check();
  return lease.cancelled.aborted;
}

/** Before anything is changed in AWS, a cancellation stops the work as it stands. */
function cancellable(context: RunContext): RunContext {
  return { ...context, signal: AbortSignal.any([context.signal, context.lease.cancelled]) };
}
