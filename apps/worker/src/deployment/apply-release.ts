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
import { WindlassError } from "@windlass/contracts/error";
import type { StoredRelease } from "@windlass/operations/deployment-run/deployment-run";
import type { RunContext } from "./run-context.js";
import { templateKey } from "./template-key.js";
import { watchOperation } from "./watch-operation.js";
import { whileStackIsBusy } from "./while-stack-is-busy.js";

/**
 * Brings the stack to a release outside of a deployment's own plan: by a change set that carries the context's token, made
 * and executed once however often this runs, and watched to its end. Returns the stack's id.
 *
 * Throws `not_deployed`, `artifact_missing`, `stack_stuck`, `change_set_failed`, `stack_failed`, and what AWS refuses.
 */
export async function applyRelease(context: RunContext, release: StoredRelease): Promise<string> {
  const { aws, run, lease, token, reporter, signal } = context;
  const { stackName } = release;
  const stack = await describeStack(aws, stackName, signal);
  if (!stack) throw new WindlassError("not_deployed", `The stack ${stackName} is gone.`);
  const { stackId } = stack;
  if (await findOperation(aws, { stackName: stackId, token, since: run.createdAt, signal })) {
    reporter.log("CloudFormation is at work on this already: watching.");
  } else {
    const changeSet = await makeChangeSet(context, release);
    if (changeSet.outcome === "empty") {
      reporter.log("The stack is as the release describes it already.");
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
