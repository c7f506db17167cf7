import { afterAll, describe, expect, inject, it } from "vitest";
import type { StackEventPayload } from "@windlass/contracts/event";
import { ensureBucket } from "../artifacts/ensure-bucket.js";
import { objectUrl } from "../artifacts/object-url.js";
import { uploadObjects } from "../artifacts/upload-objects.js";
import { findEndpoints } from "../endpoints/find-endpoints.js";
import { deployStack, openSandboxSession, planStack, uploadFunction } from "../testing/sandbox-account.js";
import { impossible, plainTemplate, serviceTemplate, type TestTemplate } from "../testing/templates.js";
import { deleteStack } from "./delete-stack.js";
import { describeStack } from "./describe-stack.js";
import { executeChangeSet } from "./execute-change-set.js";
import { findOperation } from "./find-operation.js";
import { listChangeSets } from "./list-change-sets.js";
import { prepareStack } from "./prepare-stack.js";
import { readOutputs } from "./read-outputs.js";
import { watchStack } from "./watch-stack.js";

const session = openSandboxSession(inject("sandboxUrl"));
afterAll(() => session.close());

/** The emulator finds APIs of other accounts than its default one by the caller's credentials only. */
const asAccount = { authorization: `AWS4-HMAC-SHA256 Credential=${session.awsAccountId}/20260101/eu-central-1/execute-api/aws4_request` };

async function answers(url: string): Promise<string> {
  const response = await fetch(`${url}/hello`, { headers: asAccount });
  return `${response.status} ${await response.text()}`;
}

describe("a service on the sandbox", () => {
  const stackName = "hello-dev";

  it("is created, called over HTTP, updated, left alone when nothing changed, and deleted", async () => {
    const v1 = await uploadFunction(session, "v1");
    const events: StackEventPayload[] = [];
    const created = await deployStack(session, {
      stackName,
      token: "windlass-1",
      template: serviceTemplate(stackName, v1),
      onEvents: (some) => void events.push(...some),
    });
    expect(created).toMatchObject({ phase: "done", status: "CREATE_COMPLETE", firstFailure: null });
    expect(created.outputs.map((output) => output.key).sort()).toEqual(["HelloArn", "HttpApiUrl"]);
    expect(created.outputs.find((output) => output.key === "HttpApiUrl")?.exportName).toBe("hello-dev-url");
    expect(await readOutputs(session, { stackName })).toEqual(created.outputs);
    expect(events.at(0)).toMatchObject({ logicalId: stackName, status: "CREATE_IN_PROGRESS" });
    expect(events.at(-1)).toMatchObject({ logicalId: stackName, status: "CREATE_COMPLETE" });
    expect(new Set(events.map((event) => event.eventId)).size).toBe(events.length);
    expect(events.filter((event) => event.status === "REVIEW_IN_PROGRESS")).toEqual([]);

    const endpoints = await findEndpoints(session, { stackName, outputs: created.outputs });
    expect(endpoints.map((endpoint) => endpoint.kind).sort()).toEqual(["functionUrl", "httpApi", "restApi"]);
    for (const { url } of endpoints) expect(await answers(url)).toBe("200 v1");

    const v2 = await uploadFunction(session, "v2");
    const template = serviceTemplate(stackName, v2);
    const plan = await planStack(session, { stackName, token: "windlass-2", template });
    if (plan.outcome !== "ready") throw new Error(plan.outcome);
    expect(plan.operation).toBe("update");
    expect(plan.changes.find((change) => change.logicalId === "HelloLambdaFunction")).toMatchObject({
      action: "change",
      replacement: "no",
      risk: "low",
      stateful: false,
      physicalId: `${stackName}-hello`,
    });
    // Planning again, as a second worker would, finds the same change set.
    const again = await planStack(session, { stackName, token: "windlass-2", template });
    expect(again).toEqual(plan);
    const operation = { stackName: plan.stackId, changeSetName: plan.changeSetId, clientRequestToken: "windlass-2" };
    expect(await findOperation(session, { stackName, token: "windlass-2" })).toBe(false);
    await executeChangeSet(session, operation);
    const updated = await watchStack(session, { stackId: plan.stackId, token: "windlass-2", onEvents: () => undefined });
    expect(updated).toMatchObject({ phase: "done", status: "UPDATE_COMPLETE", outputs: created.outputs });
    expect(await findOperation(session, { stackName, token: "windlass-2" })).toBe(true);
    for (const { url } of endpoints) expect(await answers(url)).toBe("200 v2");

    const unchanged = await planStack(session, { stackName, token: "windlass-3", template });
    expect(unchanged).toEqual({ outcome: "empty", stackId: created.stackId });
    expect(await listChangeSets(session, { stackName })).not.toContain("windlass-3");

    await deleteStack(session, { stackName: created.stackId, clientRequestToken: "windlass-4" });
    const deleted = await watchStack(session, { stackId: created.stackId, token: "windlass-4", onEvents: () => undefined });
    expect(deleted).toMatchObject({ phase: "absent", status: "DELETE_COMPLETE", outputs: [], firstFailure: null });
    expect(await describeStack(session, stackName)).toBeNull();
    await deleteStack(session, { stackName, clientRequestToken: "windlass-5" });
  });

  it("does nothing twice when the execution is repeated", async () => {
    const plan = await planStack(session, { stackName: "twice-dev", token: "windlass-t", template: plainTemplate() });
    if (plan.outcome !== "ready") throw new Error(plan.outcome);
    const operation = { stackName: plan.stackId, changeSetName: plan.changeSetId, clientRequestToken: "windlass-t" };
    await executeChangeSet(session, operation);
    await watchStack(session, { stackId: plan.stackId, token: "windlass-t", onEvents: () => undefined });
    await executeChangeSet(session, operation);
    const events: StackEventPayload[] = [];
    await watchStack(session, { stackId: plan.stackId, token: "windlass-t", onEvents: (some) => void events.push(...some) });
    expect(events.filter((event) => event.logicalId === "twice-dev").map((event) => event.status)).toEqual([
      "CREATE_IN_PROGRESS",
      "CREATE_COMPLETE",
    ]);
    await expect(executeChangeSet(session, { ...operation, clientRequestToken: "windlass-other" })).rejects.toMatchObject({
      code: "change_set_failed",
    });
  });
});

describe("a template that cannot be deployed", () => {
  it("rolls a failing update back and names the first resource that failed", async () => {
    const stackName = "update-fails";
    await deployStack(session, { stackName, token: "windlass-u1", template: plainTemplate() });
    const failed = await deployStack(session, { stackName, token: "windlass-u2", template: plainTemplate({ Broken: impossible }) });
    expect(failed).toMatchObject({
      phase: "rolled_back",
      status: "UPDATE_ROLLBACK_COMPLETE",
      firstFailure: { logicalId: "Broken", resourceType: "Custom::Impossible", place: null },
    });
    expect(failed.firstFailure?.reason).not.toBe("");
    const next = await deployStack(session, { stackName, token: "windlass-u3", template: plainTemplate({ Other: { Type: "AWS::SQS::Queue" } }) });
    expect(next.phase).toBe("done");
  });

  it("names what failed inside a nested stack, and shows the nested stack's events", async () => {
    const { bucket } = await ensureBucket(session, { awsAccountId: session.awsAccountId });
    const templates = { good: plainTemplate(), bad: plainTemplate({ Inner: impossible }) };
    const objects = Object.entries(templates).map(([name, template]) => ({ key: `nested/${name}.json`, body: JSON.stringify(template) }));
    await uploadObjects(session, { bucket, objects });
    const parent = (name: keyof typeof templates): TestTemplate =>
      plainTemplate({ Nested: { Type: "AWS::CloudFormation::Stack", Properties: { TemplateURL: objectUrl(session, { bucket, key: `nested/${name}.json` }) } } });
    const stackName = "with-nested";
    const events: StackEventPayload[] = [];
    const onEvents = (some: StackEventPayload[]): void => void events.push(...some);
    const created = await deployStack(session, { stackName, token: "windlass-n1", template: parent("good"), onEvents });
    expect(created.phase).toBe("done");
    const inner = events.filter((event) => event.stackName !== stackName);
    expect(inner.map((event) => event.logicalId)).toContain("Topic");
    const failed = await deployStack(session, { stackName, token: "windlass-n2", template: parent("bad") });
    expect(failed).toMatchObject({ phase: "rolled_back", firstFailure: { logicalId: "Inner", resourceType: "Custom::Impossible" } });
  });

  it("clears a first create that failed out of the way of the next", async () => {
    const stackName = "create-fails";
    const failed = await deployStack(session, { stackName, token: "windlass-c1", template: plainTemplate({ Broken: impossible }) });
    expect(failed).toMatchObject({ phase: "rolled_back", status: "ROLLBACK_COMPLETE", firstFailure: { logicalId: "Broken" } });
    const said: string[] = [];
    const prepared = await prepareStack(session, { stackName, token: "windlass-c2", report: (text) => said.push(text) });
    expect(prepared).toEqual({ outcome: "ready", operation: "create", stackId: null });
    expect(said).toEqual(["The first create of create-fails never completed (ROLLBACK_COMPLETE): deleting what is left of it."]);
    const next = await deployStack(session, { stackName, token: "windlass-c2", template: plainTemplate() });
    expect(next).toMatchObject({ phase: "done", status: "CREATE_COMPLETE" });
    expect(next.stackId).not.toBe(failed.stackId);
  });

  it("leaves nothing behind when CloudFormation refuses the change set", async () => {
    const stackName = "refused";
    const refused = await planStack(session, {
      stackName,
      token: "windlass-r1",
      template: { ...plainTemplate(), Parameters: { Wanted: { Type: "String" } } },
    });
    expect(refused).toMatchObject({ outcome: "failed" });
    expect(refused.outcome === "failed" && refused.reason).toMatch(/Wanted/);
    expect(await describeStack(session, stackName)).toBeNull();
    const empty = await planStack(session, { stackName, token: "windlass-r2", template: { Resources: {} } });
    expect(empty).toMatchObject({ outcome: "failed" });
    expect(await describeStack(session, stackName)).toBeNull();
  });

  it("says what validation found, not where to look for it", async () => {
    const stackName = "validation";
    const first = await deployStack(session, { stackName: "bucket-owner", token: "windlass-v0", template: bucketTemplate("Taken") });
    expect(first.phase).toBe("done");
    const failed = await deployStack(session, { stackName, token: "windlass-v1", template: bucketTemplate("Twin") });
    expect(failed).toMatchObject({ phase: "rolled_back", firstFailure: { logicalId: "Twin", resourceType: "AWS::S3::Bucket" } });
    expect(failed.firstFailure?.reason).not.toMatch(/DescribeEvents/);
  });
});

function bucketTemplate(logicalId: string): { Resources: Record<string, unknown> } {
  return { Resources: { [logicalId]: { Type: "AWS::S3::Bucket", Properties: { BucketName: `taken-${session.awsAccountId}` } } } };
}

describe("a worker that takes over", () => {
  it("attaches by token and gets exactly the events that were not seen", async () => {
    const stackName = "take-over";
    const plan = await planStack(session, { stackName, token: "windlass-o1", template: plainTemplate() });
    if (plan.outcome !== "ready") throw new Error(plan.outcome);
    await executeChangeSet(session, { stackName: plan.stackId, changeSetName: plan.changeSetId, clientRequestToken: "windlass-o1" });
    const all: StackEventPayload[] = [];
    await watchStack(session, { stackId: plan.stackId, token: "windlass-o1", onEvents: (some) => void all.push(...some) });
    expect(await findOperation(session, { stackName: plan.stackId, token: "windlass-o1" })).toBe(true);
    expect(await findOperation(session, { stackName: plan.stackId, token: "windlass-o2" })).toBe(false);
    const rest: StackEventPayload[] = [];
    const seenEventIds = all.slice(0, 2).map((event) => event.eventId);
    const result = await watchStack(session, {
      stackId: plan.stackId,
      token: "windlass-o1",
      seenEventIds,
      onEvents: (some) => void rest.push(...some),
    });
    expect(result.phase).toBe("done");
    expect(rest).toEqual(all.slice(2));
  });

  it("does not take the events of other operations for its own", async () => {
    const stackName = "history";
    const { stackId } = await deployStack(session, { stackName, token: "windlass-h1", template: plainTemplate() });
    await deployStack(session, { stackName, token: "windlass-h2", template: plainTemplate({ Two: { Type: "AWS::SQS::Queue" } }) });
    await deployStack(session, { stackName, token: "windlass-h3", template: plainTemplate({ Three: { Type: "AWS::SQS::Queue" } }) });
    const events: StackEventPayload[] = [];
    const result = await watchStack(session, { stackId, token: "windlass-h2", onEvents: (some) => void events.push(...some) });
    expect(result.status).toBe("UPDATE_COMPLETE");
    const touched = new Set(events.map((event) => event.logicalId));
    expect(touched.has("Two")).toBe(true);
    expect(touched.has("Three")).toBe(false);
    expect(events.at(-1)).toMatchObject({ logicalId: stackName, status: "UPDATE_COMPLETE" });
  });
});
