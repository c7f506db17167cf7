import { bucketName } from "@windlass/aws/artifacts/ensure-bucket";
import { findMissing } from "@windlass/aws/artifacts/find-missing";
import { objectUrl } from "@windlass/aws/artifacts/object-url";
import { uploadObjects } from "@windlass/aws/artifacts/upload-objects";
import { getCallerIdentity } from "@windlass/aws/identity/get-caller-identity";
import { createChangeSet, type CreateChangeSetOutcome } from "@windlass/aws/stacks/create-change-set";
import { dropChangeSet } from "@windlass/aws/stacks/drop-change-set";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { stackStatuses } from "@windlass/aws/stacks/stack-status";
import { prepareStack } from "@windlass/aws/stacks/prepare-stack";
import { WindlassError } from "@windlass/contracts/error";
import { markCurrent } from "@windlass/operations/deployment-run/mark-current";
import { saveOutputs } from "@windlass/operations/deployment-run/save-outputs";
import { openChangeSet } from "@windlass/operations/deployment-run/open-change-set";
import { savePlan } from "@windlass/operations/deployment-run/save-plan";
import type { StoredRelease } from "@windlass/operations/deployment-run/deployment-run";
import { planCanary } from "../canary/plan-canary.js";
import type { PlannedShift } from "../canary/planned-canary.js";
import { hashTemplate } from "../check-template.js";
import type { Planned } from "../planned.js";
import { countChanges } from "../count-changes.js";
import { describePlan } from "../describe-plan.js";
import { hashChanges } from "../hash-changes.js";
import { readStackResults } from "../read-stack-results.js";
import { refuseExports } from "../refuse-exports.js";
import { releaseOf } from "../release-of.js";
import type { StepContext, StepResult } from "../run-step.js";
import { templateKey } from "../template-key.js";
import { timed } from "../timed.js";
import { whileStackIsBusy } from "../while-stack-is-busy.js";

/**
 * Makes the change set that brings the stack to the release. A second run finds the one that the first one made.
 * Throws `artifact_missing`, `stack_stuck`, `change_set_failed`, and what AWS refuses.
 */
export async function planRelease(context: StepContext): Promise<StepResult<Planned>> {
  const release = releaseOf(context.run);
  const templateUrl = await provideTemplate(context, release);
  const canary = await planCanary(context, release);
  const changeSet = await makeChangeSet(context, release, canary?.templateUrl ?? templateUrl);
  switch (changeSet.outcome) {
    case "failed":
      throw new WindlassError("change_set_failed", `CloudFormation refused the change set: ${context.masker.text(changeSet.reason)}`);
    case "empty":
      return nothingToChange(context, changeSet.stackId);
    case "ready":
      return describeChanges(context, release, { ...changeSet, canary: canary?.functions ?? [], templateSha: hashTemplate(canary?.template ?? release.template) });
  }
}

type Ready = Extract<CreateChangeSetOutcome, { outcome: "ready" }> & { canary: PlannedShift[]; templateSha: string };

async function describeChanges(context: StepContext, release: StoredRelease, ready: Ready): Promise<StepResult<Planned>> {
  const { changeSetId, stackId, operation } = ready;
  const { masker, reporter, run } = context;
  const details = await describePlan(context, { release, stackId, operation, changes: ready.changes });
  const changes = masker.json(ready.changes);
  const counts = countChanges(changes);
  reporter.log(`To ${operation} ${release.stackName}: ${counts.added} added, ${counts.changed} changed, ${counts.replaced} replaced, ${counts.removed} removed`);
  const refused = run.kind === "preview" ? null : refuseExports(details.exportsInUse, run);
  if (run.kind === "preview") await dropPreview(context, release.stackName);
  return {
    state: refused === null ? "succeeded" : "failed",
    output: { changeSetId, stackId, operation, changesHash: hashChanges(ready.changes), canary: ready.canary, templateSha: ready.templateSha, madeAt: ready.madeAt },
    store: async (tx): Promise<Planned> => {
      await savePlan(tx, { changeSetId, operation, changes, counts, ...details });
      if (refused !== null) return { refused };
      return run.kind === "preview" ? "previewed" : "changes";
    },
  };
}

/** A preview leaves nothing: not even the stack that its change set hung on. */
async function dropPreview({ aws, lease, token, reporter, signal }: StepContext, stackName: string): Promise<void> {
  await lease.check();
  await dropChangeSet(aws, { stackName, changeSetName: token, clientToken: token, signal });
  reporter.log("The preview's change set is deleted: nothing was changed.");
}

/** Puts the release's template where CloudFormation reads it, and makes sure that the code that it names is there. */
async function provideTemplate({ run, aws, lease, signal, reporter }: StepContext, release: StoredRelease): Promise<string> {
  const bucket = release.artifacts[0]?.bucket ?? bucketName((await getCallerIdentity(aws, signal)).awsAccountId, run.stage.region);
  const key = templateKey(run, release.templateHash);
  // A release that was built by an earlier deployment may have been tidied away.
  if (release.number !== run.number) {
    reporter.log(`${run.kind === "rollback" ? "Rolling back to" : "Bringing"} release ${release.number} (${release.commit.sha.slice(0, 12)} ${release.commit.message})`);
    const missing = await findMissing(aws, { bucket, keys: release.artifacts.map((artifact) => artifact.key), signal });
    if (missing.length > 0) throw missingError(release, missing);
    await lease.check();
    await uploadObjects(aws, { bucket, objects: [{ key, body: release.template, contentType: "application/json" }], signal });
  }
  return objectUrl(aws, { bucket, key });
}

function missingError(release: StoredRelease, missing: readonly string[]): WindlassError {
  const names = release.artifacts.filter((artifact) => missing.includes(artifact.key)).map((artifact) => artifact.name);
  return new WindlassError("artifact_missing", `The code of release ${release.number} is no longer in the bucket: ${names.join(", ")}.`);
}

async function makeChangeSet(context: StepContext, release: StoredRelease, templateUrl: string): Promise<CreateChangeSetOutcome> {
  const { aws, lease, services, token, reporter, signal } = context;
  const { stackName } = release;
  if (context.run.kind === "preview") await refuseLeftovers(context, stackName);
  return whileStackIsBusy(context, stackName, async () => {
    await lease.check();
    const prepared = await prepareStack(aws, { stackName, token, signal, report: (text) => reporter.log(text) });
    if (prepared.outcome === "busy") return { busy: prepared.message };
    if (prepared.outcome === "stuck") throw new WindlassError("stack_stuck", prepared.message, { hint: prepared.hint });
    await openChangeSet(services.db.pool, lease.fence, stackName);
    await lease.check();
    const { stackTags: tags, stackSettings: settings, capabilities } = release;
    const { operation } = prepared;
    return timed(reporter, { group: "change set", name: stackName }, () =>
      createChangeSet(aws, { stackName, changeSetName: token, templateUrl, tags, settings, capabilities, operation, clientToken: token, signal }),
    );
  });
}

/** What a deployment deletes before it begins, a preview leaves. */
async function refuseLeftovers({ aws, signal }: StepContext, stackName: string): Promise<void> {
  const stack = await describeStack(aws, stackName, signal);
  if (stack === null || stackStatuses[stack.status].nextAction !== "delete_then_create") return;
  throw new WindlassError("stack_stuck", `The first create of ${stackName} never completed (${stack.status}), and a preview deletes nothing.`, {
    hint: "Deploy the stage: what is left of the stack is deleted then, and created anew.",
  });
}

/** The stack is as the release wants it, so the release becomes current as it stands. */
async function nothingToChange(context: StepContext, stackId: string): Promise<StepResult<Planned>> {
  const { reporter, aws, signal } = context;
  reporter.log("Nothing to change: the stack is already as the release describes it.");
  const stack = await describeStack(aws, stackId, signal);
  const found = await readStackResults(context, stack, releaseOf(context.run).template);
  const counts = { added: 0, changed: 0, replaced: 0, removed: 0 };
  return {
    output: { stackId, operation: "none" },
    store: async (tx): Promise<Planned> => {
      await savePlan(tx, { changeSetId: null, operation: "none", changes: [], counts });
      if (context.run.kind === "preview") return "previewed";
      await saveOutputs(tx, found);
      await markCurrent(tx);
      return "nothing_to_change";
    },
  };
}
