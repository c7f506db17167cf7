import { bucketName } from "@windlass/aws/artifacts/ensure-bucket";
import { findMissing } from "@windlass/aws/artifacts/find-missing";
import { objectUrl } from "@windlass/aws/artifacts/object-url";
import { uploadObjects } from "@windlass/aws/artifacts/upload-objects";
import { getCallerIdentity } from "@windlass/aws/identity/get-caller-identity";
import { createChangeSet } from "@windlass/aws/stacks/create-change-set";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { executeChangeSet } from "@windlass/aws/stacks/execute-change-set";
import { findOperation } from "@windlass/aws/stacks/find-operation";
import { prepareStack } from "@windlass/aws/stacks/prepare-stack";
import { WindlassError, type ProblemDetail } from "@windlass/contracts/error";
import type { StoredRelease } from "@windlass/operations/deployment-run/deployment-run";
import { inFence } from "@windlass/operations/deployment-run/fence";
import { loadCurrentRelease } from "@windlass/operations/deployment-run/load-current-release";
import { saveStageOutputs } from "@windlass/operations/deployment-run/save-stage-outputs";
import { interruptionOf } from "../interruption.js";
import { problemOf } from "../problem-of.js";
import { readStackResults } from "../read-stack-results.js";
import type { RunContext } from "../run-context.js";
import { templateKey } from "../template-key.js";
import { watchOperation } from "../watch-operation.js";
import { whileStackIsBusy } from "../while-stack-is-busy.js";

type PutBack = { outcome: "rolled_back" | "failed"; error: ProblemDetail };

/**
 * Puts the release back that the stage ran before, from its stored template and artifacts, with a change set of its own
 * that is executed once. `error` is why, and stays the deployment's error; what fails on the way is added to it.
 */
export async function putBack(shared: RunContext, error: ProblemDetail): Promise<PutBack> {
  const context = { ...shared, token: `${shared.token}-back`, reporter: shared.reporter.forStep("guard") };
  const { services, lease, run, reporter } = context;
  try {
    const release = await loadCurrentRelease(services.db, services.keyring, run.stage.id);
    if (!release) throw new WindlassError("release_not_found", "The release before is no longer stored.");
    reporter.log(`${error.message}`, "error");
    reporter.log(`Putting release ${release.number} back (${release.commit.sha.slice(0, 12)} ${release.commit.message})`, "warn");
    const stackId = await bringBack(context, release);
    const found = await readStackResults(context, await describeStack(context.aws, stackId, context.signal));
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

/** The stack's id, once it is as the release describes it. */
async function bringBack(context: RunContext, release: StoredRelease): Promise<string> {
  const { aws, run, lease, token, reporter, signal } = context;
  const { stackName } = release;
  const stack = await describeStack(aws, stackName, signal);
  if (!stack) throw new WindlassError("not_deployed", `The stack ${stackName} is gone.`);
  const { stackId } = stack;
  if (await findOperation(aws, { stackName: stackId, token, since: run.createdAt, signal })) {
    reporter.log("CloudFormation is putting the release back already: watching.");
  } else {
    const changeSet = await makeChangeSet(context, release);
    if (changeSet.outcome === "empty") {
      reporter.log("The stack is as the release before describes it already.");
      return stackId;
    }
    if (changeSet.outcome === "failed") throw new WindlassError("change_set_failed", `CloudFormation refused the change set: ${changeSet.reason}`);
    await lease.check();
    signal.throwIfAborted();
    await executeChangeSet(aws, { stackName: stackId, changeSetName: changeSet.changeSetId, clientRequestToken: token, signal });
  }
  const { phase, problem } = await watchOperation(context, { stackId, until: "end" });
  if (phase === "done") return stackId;
  throw new WindlassError("stack_failed", problem.message, { hint: problem.hint, ...(problem.resource ? { resource: problem.resource } : {}) });
}

async function makeChangeSet(context: RunContext, release: StoredRelease) {
  const { aws, lease, token, reporter, signal } = context;
  const { stackName, stackTags: tags, stackSettings: settings, capabilities } = release;
  const templateUrl = await provideTemplate(context, release);
  return whileStackIsBusy(context, stackName, async () => {
    await lease.check();
    const prepared = await prepareStack(aws, { stackName, token, signal, report: (text) => reporter.log(text) });
    if (prepared.outcome === "busy") return { busy: prepared.message };
    if (prepared.outcome === "stuck") throw new WindlassError("stack_stuck", prepared.message, { hint: prepared.hint });
    await lease.check();
    return createChangeSet(aws, { stackName, changeSetName: token, templateUrl, tags, settings, capabilities, clientToken: token, signal });
  });
}

async function provideTemplate({ run, aws, lease, signal }: RunContext, release: StoredRelease): Promise<string> {
  const bucket = release.artifacts[0]?.bucket ?? bucketName((await getCallerIdentity(aws, signal)).awsAccountId, run.stage.region);
  const missing = await findMissing(aws, { bucket, keys: release.artifacts.map(({ key }) => key), signal });
  if (missing.length > 0) throw new WindlassError("artifact_missing", `The code of release ${release.number} is no longer in the bucket: ${missing.join(", ")}.`);
  const key = templateKey(run, release.templateHash);
  await lease.check();
  await uploadObjects(aws, { bucket, objects: [{ key, body: release.template, contentType: "application/json" }], signal });
  return objectUrl(aws, { bucket, key });
}
