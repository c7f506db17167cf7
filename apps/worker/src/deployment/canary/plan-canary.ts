import { createHash } from "node:crypto";
import { bucketName } from "@windlass/aws/artifacts/ensure-bucket";
import { objectUrl } from "@windlass/aws/artifacts/object-url";
import { uploadObjects } from "@windlass/aws/artifacts/upload-objects";
import { readAlias } from "@windlass/aws/functions/read-alias";
import { getCallerIdentity } from "@windlass/aws/identity/get-caller-identity";
import type { Template } from "@windlass/cloudformation/template";
import { trafficAliasName } from "@windlass/contracts/canary";
import type { StoredRelease } from "@windlass/operations/deployment-run/deployment-run";
import { loadCurrentRelease } from "@windlass/operations/deployment-run/load-current-release";
import type { StepContext } from "../run-step.js";
import { templateKey } from "../template-key.js";
import { changedAliases, holdAliases, type TrafficAlias } from "./hold-aliases.js";
import type { PlannedShift } from "./planned-canary.js";

export type PlannedCanary = { /** The release's template in which aliases stay where they are. */ template: string; templateUrl: string; functions: PlannedShift[] };

/**
 * Where the stage wants a canary, holds the aliases of the functions that change at their versions, so that the stack's update
 * publishes the new ones and gives them no traffic. Null when nothing is to be held: no canary, no release before, or no
 * function that changes.
 */
export async function planCanary(context: StepContext, release: StoredRelease): Promise<PlannedCanary | null> {
  const { services, run } = context;
  if (run.stage.settings.canary === null || !run.stage.hasCurrentRelease) return null;
  if (run.kind !== "deploy" && run.kind !== "rollback") return null;
  const current = await loadCurrentRelease(services.db, services.keyring, run.stage.id);
  const template = templateOf(release);
  const changed = current ? changedAliases(templateOf(current), template) : [];
  const functions: (PlannedShift & { aliasId: string })[] = [];
  for (const alias of changed) functions.push(...(await readShift(context, release, alias)));
  if (functions.length === 0) return null;
  const held = JSON.stringify(holdAliases(template, new Map(functions.map(({ aliasId, from }) => [aliasId, from]))));
  context.reporter.log(`Traffic stays on the versions it is on until it is shifted: ${functions.map(({ name, from }) => `${name} ${from}`).join(", ")}`);
  return { template: held, templateUrl: await upload(context, release, held), functions: functions.map(({ aliasId: _aliasId, ...planned }) => planned) };
}

/** A stored template is one that the compiler has emitted. */
function templateOf({ template }: StoredRelease): Template {
  return JSON.parse(template) as Template;
}

async function readShift({ aws, signal }: StepContext, release: StoredRelease, alias: TrafficAlias): Promise<(PlannedShift & { aliasId: string })[]> {
  const fn = release.functions.find(({ logicalId }) => logicalId === alias.functionId);
  if (!fn) return [];
  const now = await readAlias(aws, { functionName: fn.functionName, alias: trafficAliasName, signal });
  if (!now) return [];
  return [{ aliasId: alias.logicalId, name: fn.name, functionName: fn.functionName, alias: trafficAliasName, versionId: alias.versionId, from: now.version }];
}

async function upload({ aws, run, lease, signal }: StepContext, release: StoredRelease, held: string): Promise<string> {
  const bucket = release.artifacts[0]?.bucket ?? bucketName((await getCallerIdentity(aws, signal)).awsAccountId, run.stage.region);
  const key = templateKey(run, createHash("sha256").update(held).digest("hex"));
  await lease.check();
  await uploadObjects(aws, { bucket, objects: [{ key, body: held, contentType: "application/json" }], signal });
  return objectUrl(aws, { bucket, key });
}
