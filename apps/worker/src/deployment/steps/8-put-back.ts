import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { WindlassError, type ProblemDetail } from "@windlass/contracts/error";
import { inFence } from "@windlass/operations/deployment-run/fence";
import { loadCurrentRelease } from "@windlass/operations/deployment-run/load-current-release";
import { saveStageOutputs } from "@windlass/operations/deployment-run/save-stage-outputs";
import { applyRelease } from "../apply-release.js";
import { giveTrafficBack } from "../canary/shift-traffic.js";
import { interruptionOf } from "../interruption.js";
import { problemOf } from "../problem-of.js";
import { readStackResults } from "../read-stack-results.js";
import { restoreCode } from "../restore-code.js";
import type { RunContext } from "../run-context.js";
import { whileAwsIsAway } from "../while-aws-is-away.js";

type PutBack = { outcome: "rolled_back" | "failed"; error: ProblemDetail };

/**
 * Puts the release back that the stage ran before, from its stored template and artifacts, with a change set of its own
 * that is executed once. `error` is why, and stays the deployment's error; what fails on the way is added to it.
 */
export async function putBack(shared: RunContext, error: ProblemDetail): Promise<PutBack> {
  const context = { ...shared, token: `${shared.token}-back`, reporter: shared.reporter.forStep("guard") };
  const { services, lease, run, reporter } = context;
  try {
    await giveTrafficBack(context);
    const release = await loadCurrentRelease(services.db, services.keyring, run.stage.id);
    if (!release) throw new WindlassError("release_not_found", "The release before is no longer stored.");
    reporter.log(`${error.message}`, "error");
    reporter.log(`Putting release ${release.number} back (${release.commit.sha.slice(0, 12)} ${release.commit.message})`, "warn");
    const stackId = await whileAwsIsAway(context, "apply", () => applyRelease(context, release));
    // Code that was changed before the stack, or without it, is none of CloudFormation's business.
    await restoreCode(context);
    const found = await readStackResults(context, await describeStack(context.aws, stackId, context.signal), release.template);
    await inFence(services.db, lease.fence, (tx) => saveStageOutputs(tx, found));
    reporter.log(`Release ${release.number} is back on ${run.stage.name}`, "warn");
    return { outcome: "rolled_back", error };
  } catch (failure) {
    if (interruptionOf(failure) !== null) throw failure;
    const problem = problemOf(failure, context.masker);
    reporter.log(`The release before could not be put back: ${problem.message}`, "error");
    const message = `${error.message} The release before could not be put back: ${problem.message}`;
    return { outcome: "failed", error: { ...error, ...(problem.resource ? { resource: problem.resource } : {}), message, hint: problem.hint } };
  }
}
