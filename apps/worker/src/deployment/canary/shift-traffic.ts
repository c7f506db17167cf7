import { updateAlias } from "@windlass/aws/functions/update-alias";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { listStackResources } from "@windlass/aws/stacks/list-stack-resources";
import { WindlassError } from "@windlass/contracts/error";
import type { CanaryReport } from "@windlass/contracts/canary";
import { inFence } from "@windlass/operations/deployment-run/fence";
import { saveOutputs } from "@windlass/operations/deployment-run/save-outputs";
import { saveResult } from "@windlass/operations/deployment-run/save-result";
import { applyRelease } from "../apply-release.js";
import { lookIntervalMs, type GuardWatch } from "../guards/guard-watch.js";
import { problemOf } from "../problem-of.js";
import { readStackResults } from "../read-stack-results.js";
import { releaseOf } from "../release-of.js";
import type { RunContext } from "../run-context.js";
import type { StepContext } from "../run-step.js";
import { isAwayError } from "../while-aws-is-away.js";
import { nextShift } from "./next-shift.js";
import { plannedCanary } from "./planned-canary.js";

/**
 * Gives the new versions their shares of the traffic, one after the other, while the guards look; then makes the stack agree.
 * A worker that takes over goes on with the share at which the last one was. False when a guard tripped or somebody
 * cancelled: the old versions get all traffic again when the release before is put back.
 */
export async function shiftTraffic(context: StepContext, watch: GuardWatch): Promise<boolean> {
  if (plannedCanary(context.run).length === 0 || watch.canary?.state === "done") return true;
  try {
    return await shiftAndSettle(context, watch);
  } catch (error) {
    // A stack between two versions is put back like one that a guard has judged.
    if (!(error instanceof WindlassError) || isAwayError(error)) throw error;
    await watch.fail(problemOf(error, context.masker));
    return false;
  }
}

async function shiftAndSettle(context: StepContext, watch: GuardWatch): Promise<boolean> {
  let canary = watch.canary ?? (await beginCanary(context));
  for (;;) {
    if (canary.shifts.length > 0 && watch.report.guards.some(({ kind }) => kind !== "smoke")) await watch.look(await watch.now());
    if (await watch.endedEarly()) return false;
    const now = await watch.now();
    const move = nextShift(canary, now);
    if (move.next === "settle") break;
    if (move.next === "shift") {
      await setShare(context, canary, move.share);
      canary = { ...canary, share: move.share, shifts: [...canary.shifts, { share: move.share, at: now.toISOString() }] };
      await watch.saveCanary(canary);
    } else {
      await watch.pause(Math.min(lookIntervalMs(canary.stepSeconds), move.waitMs));
    }
  }
  await watch.saveCanary({ ...canary, state: "settling" });
  await settle(context);
  const bakesUntil = new Date((await watch.now()).getTime() + watch.report.settings.bakeSeconds * 1_000).toISOString();
  await watch.change({ bakesUntil });
  await watch.saveCanary({ ...canary, state: "done" });
  return true;
}

async function beginCanary({ run, aws, signal }: StepContext): Promise<CanaryReport> {
  const resources = await listStackResources(aws, { stackName: releaseOf(run).stackName, signal });
  const functions = plannedCanary(run).map(({ name, functionName, alias, versionId, from }) => {
    const to = resources.find(({ logicalId }) => logicalId === versionId)?.physicalId?.split(":").at(-1);
    if (to === undefined) throw new WindlassError("aws_error", `The stack has no version ${versionId} of ${functionName} to shift traffic to.`);
    return { name, functionName, alias, from, to };
  });
  const { steps, stepSeconds } = run.stage.settings.canary ?? { steps: [100], stepSeconds: 1 };
  return { state: "shifting", steps, stepSeconds, share: 0, shifts: [], functions };
}

async function setShare({ aws, lease, reporter, signal }: StepContext, { functions }: CanaryReport, share: number): Promise<void> {
  for (const { functionName, alias, from, to } of functions) {
    await lease.check();
    if (share === 100) await updateAlias(aws, { functionName, alias, version: to, other: null, signal });
    else await updateAlias(aws, { functionName, alias, version: from, other: { version: to, share: share / 100 }, signal });
  }
  reporter.log(`${share} % of the traffic goes to ${functions.map(({ name, to }) => `${name} ${to}`).join(", ")}`);
}

/** The stack still says that aliases lead to the old versions: the release's own template agrees with what is. */
async function settle(context: StepContext): Promise<void> {
  const { services, lease, token, reporter } = context;
  reporter.log("All traffic is on the new versions: the stack's template follows");
  const release = releaseOf(context.run);
  const stackId = await applyRelease({ ...context, token: `${token}-settle` }, release);
  const found = await readStackResults(context, await describeStack(context.aws, stackId, context.signal), release.template);
  await inFence(services.db, lease.fence, (tx) => saveOutputs(tx, found));
}

/**
 * Gives the old versions all traffic again, at once: a call per function, before the stack is touched. What fails is said
 * and holds nothing up, because the roll-back leads the aliases to the old code as well.
 */
export async function giveTrafficBack({ aws, run, services, lease, reporter, signal }: RunContext): Promise<void> {
  const { canary } = run.results;
  if (canary === null || canary.state === "aborted") return;
  for (const { name, functionName, alias, from } of canary.functions) {
    await lease.check();
    await updateAlias(aws, { functionName, alias, version: from, other: null, signal }).then(
      () => reporter.log(`All traffic of ${name} goes to version ${from} again`, "warn"),
      (error: unknown) => {
        if (!(error instanceof WindlassError)) throw error;
        reporter.log(`${error.message} The roll-back follows.`, "warn");
      },
    );
  }
  await saveResult(services.db.pool, lease.fence, { topic: "canary", value: { ...canary, state: "aborted", share: 0 } });
}
