import { randomInt } from "node:crypto";
import { ensureBucket } from "../artifacts/ensure-bucket.js";
import { objectUrl } from "../artifacts/object-url.js";
import { uploadObjects } from "../artifacts/upload-objects.js";
import { openSession, type AwsSession } from "../session.js";
import { createChangeSet, type CreateChangeSetOutcome } from "../stacks/create-change-set.js";
import { executeChangeSet } from "../stacks/execute-change-set.js";
import { prepareStack } from "../stacks/prepare-stack.js";
import { watchStack, type WatchStackInput, type WatchStackResult } from "../stacks/watch-stack.js";
import type { TestTemplate } from "./templates.js";
import { zip } from "./zip.js";

/** An account of its own in the emulator, for one test file: the access key id names it. */
export function openSandboxSession(sandboxUrl: string, region = "eu-central-1"): AwsSession & { awsAccountId: string } {
  const awsAccountId = String(randomInt(100_000_000_000, 999_999_999_999));
  const session = openSession({ kind: "sandbox", endpointUrl: sandboxUrl, accessKeyId: awsAccountId }, region);
  return Object.assign(session, { awsAccountId });
}

/** Uploads the code of a function that answers `text`, and returns where it is. */
export async function uploadFunction(session: AwsSession & { awsAccountId: string }, text: string): Promise<{ bucket: string; key: string }> {
  const { bucket } = await ensureBucket(session, { awsAccountId: session.awsAccountId });
  const key = `code/${text.replaceAll(/\W/g, "-")}.zip`;
  const source = `exports.handler = async (event) => {
    console.log("asked for " + (event.rawPath ?? event.path ?? "nothing"));
    if (event.fail) throw new Error("told to fail");
    return { statusCode: 200, body: ${JSON.stringify(text)} };
  };`;
  await uploadObjects(session, { bucket, objects: [{ key, body: zip({ "index.js": source }) }] });
  return { bucket, key };
}

export type PlanInput = { stackName: string; token: string; template: TestTemplate };

/** Prepares the stack and makes a change set named by the token. */
export async function planStack(session: AwsSession & { awsAccountId: string }, input: PlanInput): Promise<CreateChangeSetOutcome> {
  const { bucket } = await ensureBucket(session, { awsAccountId: session.awsAccountId });
  const key = `templates/${input.token}.json`;
  await uploadObjects(session, { bucket, objects: [{ key, body: JSON.stringify(input.template) }] });
  const prepared = await prepareStack(session, input);
  if (prepared.outcome !== "ready") throw new Error(prepared.message);
  return createChangeSet(session, {
    stackName: input.stackName,
    changeSetName: input.token,
    clientToken: input.token,
    templateUrl: objectUrl(session, { bucket, key }),
    capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
    operation: prepared.operation,
  });
}

/** Plans, executes and watches. */
export async function deployStack(
  session: AwsSession & { awsAccountId: string },
  input: PlanInput & Partial<Pick<WatchStackInput, "onEvents" | "seenEventIds" | "signal">>,
): Promise<WatchStackResult & { stackId: string }> {
  const planned = await planStack(session, input);
  if (planned.outcome !== "ready") throw new Error(`The change set is ${planned.outcome}.`);
  await executeChangeSet(session, {
    stackName: planned.stackId,
    changeSetName: planned.changeSetId,
    clientRequestToken: input.token,
  });
  const { onEvents = () => undefined, seenEventIds = [], signal } = input;
  const watched = { stackId: planned.stackId, token: input.token, onEvents, seenEventIds, ...(signal ? { signal } : {}) };
  return { ...(await watchStack(session, watched)), stackId: planned.stackId };
}
