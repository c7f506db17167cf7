import { createHash } from "node:crypto";
import { keptByTemplate, retainResources } from "@windlass/cloudformation/retain-resources";
import { WindlassError } from "@windlass/contracts/error";
import { ensureBucket } from "../artifacts/ensure-bucket.js";
import { objectUrl } from "../artifacts/object-url.js";
import { uploadObjects } from "../artifacts/upload-objects.js";
import { getCallerIdentity } from "../identity/get-caller-identity.js";
import type { AwsSession } from "../session.js";
import { createChangeSet } from "./create-change-set.js";
import { deleteChangeSet } from "./delete-change-set.js";
import { describeStack } from "./describe-stack.js";
import { executeChangeSet } from "./execute-change-set.js";
import { listStackResources } from "./list-stack-resources.js";
import { readTemplate } from "./read-template.js";

export type RetainInStackInput = {
  stackId: string;
  /** Ids of resources: logical ids, with those of the nested stacks around them and slashes before them. */
  retain: readonly string[];
  /** Names the change set and the update. */
  token: string;
  signal?: AbortSignal;
};

const dontMark = "Nothing was deleted. Give the resources a DeletionPolicy in the config, deploy, and remove the stage then.";

type Level = { stackId: string; retain: readonly string[]; marker: string; signal?: AbortSignal };

/**
 * Starts the update that gives resources the `DeletionPolicy` Retain, so that deleting the stack keeps them: `DeleteStack` takes
 * a list to retain only where a deletion failed before. `kept`: they have it already. Watch the update by its token.
 *
 * @throws WindlassError `change_set_failed`, `stack_busy`
 */
export async function retainInStack(session: AwsSession, input: RetainInStackInput): Promise<"started" | "kept"> {
  const { stackId, retain, token, signal } = input;
  const options = signal ? { signal } : {};
  if ((await notKept(session, { stackId, retain, ...options })).length === 0) return "kept";
  const template = await retainIn(session, { stackId, retain, marker: token, ...options });
  const templateUrl = await putTemplate(session, { template, ...options });
  const stack = await describeStack(session, stackId, signal);
  const stackName = stack?.stackName ?? stackId;
  const changeSet = await createChangeSet(session, {
    // By its name: the sandbox finds a change set by no other.
    stackName,
    changeSetName: token,
    clientToken: token,
    templateUrl,
    operation: "update",
    tags: Object.fromEntries(Object.entries(stack?.tags ?? {}).filter(([key]) => !key.startsWith("aws:"))),
    keepParameters: parametersOf(template),
    capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
    ...options,
  });
  if (changeSet.outcome !== "ready") {
    const reason = changeSet.outcome === "failed" ? changeSet.reason : "CloudFormation saw nothing to change.";
    throw new WindlassError("change_set_failed", `What is to stay could not be marked for it: ${reason}`, { hint: dontMark });
  }
  const replaced = changeSet.changes.filter(({ logicalId, replacement }) => replacement !== "no" && retain.includes(logicalId)).map(({ logicalId }) => logicalId);
  if (replaced.length > 0) {
    await deleteChangeSet(session, { stackName, changeSetName: token, ...options });
    throw new WindlassError("change_set_failed", `To mark ${replaced.join(", ")} as staying would replace it. Nothing was changed.`, { hint: dontMark });
  }
  await executeChangeSet(session, { stackName: stackId, changeSetName: changeSet.changeSetId, clientRequestToken: token, ...options });
  return "started";
}

/**
 * Which of the resources deleting the stack would delete: asked of the templates that the stacks have now.
 *
 * @throws WindlassError
 */
export async function notKept(session: AwsSession, input: { stackId: string; retain: readonly string[]; signal?: AbortSignal }): Promise<string[]> {
  const { stackId, retain, signal } = input;
  const options = signal ? { signal } : {};
  const kept = keptByTemplate(await readTemplate(session, { stackName: stackId, ...options }));
  const missing = retain.filter((id) => !id.includes("/") && !kept.includes(id));
  for (const [nested, inside] of byNested(retain)) {
    const left = await notKept(session, { stackId: await nestedId(session, { stackId, logicalId: nested, ...options }), retain: inside, ...options });
    missing.push(...left.map((id) => `${nested}/${id}`));
  }
  return missing;
}

async function retainIn(session: AwsSession, level: Level): Promise<Record<string, unknown>> {
  const { stackId, retain, marker, signal } = level;
  const options = signal ? { signal } : {};
  const templateUrls: Record<string, string> = {};
  for (const [nested, inside] of byNested(retain)) {
    const nestedStack = await nestedId(session, { stackId, logicalId: nested, ...options });
    templateUrls[nested] = await putTemplate(session, { template: await retainIn(session, { ...level, stackId: nestedStack, retain: inside }), ...options });
  }
  const template = await readTemplate(session, { stackName: stackId, ...options });
  return retainResources(template, { retain: retain.filter((id) => !id.includes("/")), marker, templateUrls });
}

/** What of the ids is in which nested stack, as the nested stack names it. */
function byNested(ids: readonly string[]): Map<string, string[]> {
  const inside = new Map<string, string[]>();
  for (const id of ids) {
    const slash = id.indexOf("/");
    if (slash > 0) inside.set(id.slice(0, slash), [...(inside.get(id.slice(0, slash)) ?? []), id.slice(slash + 1)]);
  }
  return inside;
}

async function nestedId(session: AwsSession, input: { stackId: string; logicalId: string; signal?: AbortSignal }): Promise<string> {
  const { stackId, logicalId, signal } = input;
  const resources = await listStackResources(session, { stackName: stackId, ...(signal ? { signal } : {}) });
  const id = resources.find((resource) => resource.logicalId === logicalId)?.physicalId;
  if (id) return id;
  throw new WindlassError("not_found", `The stack ${stackId} has no nested stack ${logicalId}.`);
}

async function putTemplate(session: AwsSession, input: { template: Record<string, unknown>; signal?: AbortSignal }): Promise<string> {
  const body = JSON.stringify(input.template);
  const { awsAccountId } = await getCallerIdentity(session, input.signal);
  const { bucket } = await ensureBucket(session, { awsAccountId, ...(input.signal ? { signal: input.signal } : {}) });
  const key = `retained/${createHash("sha256").update(body).digest("hex")}.json`;
  await uploadObjects(session, { bucket, objects: [{ key, body, contentType: "application/json" }], ...(input.signal ? { signal: input.signal } : {}) });
  return objectUrl(session, { bucket, key });
}

function parametersOf(template: Record<string, unknown>): string[] {
  const parameters = template["Parameters"];
  return typeof parameters === "object" && parameters !== null ? Object.keys(parameters) : [];
}
