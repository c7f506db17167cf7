import {
  CancelUpdateStackCommand,
  ContinueUpdateRollbackCommand,
  CreateChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  ListStackResourcesCommand,
} from "@aws-sdk/client-cloudformation";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSession, type AwsSession } from "../../session.js";
import { openFakeCloudFormation, type FakeCloudFormation } from "./open-fake-cloudformation.js";

let fake: FakeCloudFormation;
let session: AwsSession;
let template = "{}";
const closing: (() => unknown)[] = [];

beforeEach(async () => {
  const templates = createServer((_request, response) => response.end(template)).listen(0, "127.0.0.1");
  await once(templates, "listening");
  const upstream = `http://127.0.0.1:${(templates.address() as AddressInfo).port}`;
  fake = await openFakeCloudFormation({ upstream });
  session = openSession({ kind: "keys", accessKeyId: "AKIAEXAMPLE", secretAccessKey: "x", endpointUrl: fake.url }, "us-east-1");
  closing.push(() => session.close(), () => fake.close(), () => templates.close());
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const topics = (...names: string[]): string => JSON.stringify({ Resources: Object.fromEntries(names.map((name) => [name, { Type: "AWS::SNS::Topic", Properties: { DisplayName: name } }])) });
const plan = (name: string, type: "CREATE" | "UPDATE") =>
  session.cloudFormation.send(new CreateChangeSetCommand({ StackName: "orders", ChangeSetName: name, ChangeSetType: type, ClientToken: name, TemplateURL: "https://bucket/template.json" }));
const execute = (name: string) => session.cloudFormation.send(new ExecuteChangeSetCommand({ StackName: "orders", ChangeSetName: name, ClientRequestToken: name }));
const status = async (nameOrId = "orders"): Promise<string | undefined> => (await session.cloudFormation.send(new DescribeStacksCommand({ StackName: nameOrId }))).Stacks?.[0]?.StackStatus;

async function create(...names: string[]): Promise<void> {
  template = topics(...names);
  await plan("first", "CREATE");
  await execute("first");
  await sleep(names.length * 2 + 50);
}

describe("the fake", () => {
  it("reviews, creates, finds nothing to change, and deletes", async () => {
    template = topics("A", "B");
    await plan("first", "CREATE");
    expect(await status()).toBe("REVIEW_IN_PROGRESS");
    const same = await plan("first", "CREATE");
    expect(same.Id).toBe((await plan("first", "CREATE")).Id);
    await execute("first");
    await execute("first");
    await sleep(50);
    expect(await status()).toBe("CREATE_COMPLETE");
    await plan("second", "UPDATE");
    const described = await session.cloudFormation.send(new DescribeChangeSetCommand({ StackName: "orders", ChangeSetName: "second" }));
    expect(described).toMatchObject({ Status: "FAILED", StatusReason: expect.stringContaining("didn't contain changes") });
    const { id } = fake.find("orders") ?? { id: "" };
    await session.cloudFormation.send(new DeleteStackCommand({ StackName: "orders", ClientRequestToken: "gone" }));
    await sleep(50);
    await expect(status()).rejects.toThrow("does not exist");
    expect(await status(id)).toBe("DELETE_COMPLETE");
  });

  it("gives changes, resources and events in pages, events newest first", async () => {
    const names = Array.from({ length: 130 }, (_, n) => `T${n}`);
    template = topics(...names);
    await plan("first", "CREATE");
    const first = await session.cloudFormation.send(new DescribeChangeSetCommand({ StackName: "orders", ChangeSetName: "first" }));
    expect(first.Changes).toHaveLength(100);
    const second = await session.cloudFormation.send(new DescribeChangeSetCommand({ StackName: "orders", ChangeSetName: "first", NextToken: first.NextToken }));
    expect(second.Changes).toHaveLength(30);
    await execute("first");
    await sleep(400);
    const events = await session.cloudFormation.send(new DescribeStackEventsCommand({ StackName: "orders" }));
    expect(events.StackEvents?.[0]).toMatchObject({ ResourceStatus: "CREATE_COMPLETE", LogicalResourceId: "orders", ClientRequestToken: "first" });
    expect(events.StackEvents).toHaveLength(100);
    const resources = await session.cloudFormation.send(new ListStackResourcesCommand({ StackName: "orders" }));
    expect([resources.StackResourceSummaries?.length, resources.NextToken]).toEqual([100, "100"]);
  });

  it("turns a failed create round, cancels the rest, and takes nothing but a deletion then", async () => {
    template = topics("A", "B");
    await plan("first", "CREATE");
    fake.find("orders")?.script.push({ on: "create", fail: [{ logicalId: "B", reason: "B already exists" }] });
    await execute("first");
    await sleep(50);
    expect(await status()).toBe("ROLLBACK_COMPLETE");
    const reasons = fake.find("orders")?.happened().map(({ reason }) => reason);
    expect(reasons).toContain("Resource creation cancelled");
    await expect(plan("second", "UPDATE")).rejects.toThrow("is in ROLLBACK_COMPLETE state and can not be updated");
  });

  it("sticks after a roll-back that failed, and skips only what failed", async () => {
    await create("A", "B");
    template = topics("A", "B").replaceAll('DisplayName":"', 'DisplayName":"new ');
    await plan("second", "UPDATE");
    fake.find("orders")?.script.push({ on: "update", fail: [{ logicalId: "A", reason: "A is gone" }], rollback: "failed" });
    await execute("second");
    await sleep(60);
    expect(await status()).toBe("UPDATE_ROLLBACK_FAILED");
    const go = (...skip: string[]) => session.cloudFormation.send(new ContinueUpdateRollbackCommand({ StackName: "orders", ResourcesToSkip: skip, ClientRequestToken: `on-${skip.join()}` }));
    await expect(go("B")).rejects.toThrow("must be in UPDATE_FAILED state");
    await go("A");
    await sleep(50);
    expect(await status()).toBe("UPDATE_ROLLBACK_COMPLETE");
    await expect(go()).rejects.toThrow("can not continue rolling back");
  });

  it("retains on demand only after a deletion failed, and by the template always", async () => {
    await create("A", "B");
    const remove = (token: string, ...retain: string[]) => session.cloudFormation.send(new DeleteStackCommand({ StackName: "orders", ClientRequestToken: token, ...(retain.length ? { RetainResources: retain } : {}) }));
    await expect(remove("0", "A")).rejects.toThrow("only when the stack is in the DELETE_FAILED state");
    fake.find("orders")?.script.push({ on: "delete", fail: [{ logicalId: "A", reason: "A is not empty" }] });
    await remove("1");
    await sleep(50);
    expect(await status()).toBe("DELETE_FAILED");
    const stack = fake.find("orders");
    await remove("2", "A");
    await sleep(50);
    expect(stack?.status()).toBe("DELETE_COMPLETE");
    expect(stack?.resources().get("A")?.status).toBe("DELETE_SKIPPED");
  });

  it("is busy while it works, cancels only an update, and lags and loses and throttles as told", async () => {
    await create("A");
    template = topics("A", "B", "C");
    await plan("second", "UPDATE");
    fake.find("orders")?.script.push({ on: "update", stepMs: 200 });
    fake.loseNext("ExecuteChangeSet");
    await execute("second");
    expect(fake.count("ExecuteChangeSet")).toBe(3);
    await expect(plan("third", "UPDATE")).rejects.toThrow("UPDATE_IN_PROGRESS state");
    await session.cloudFormation.send(new CancelUpdateStackCommand({ StackName: "orders", ClientRequestToken: "stop" }));
    await sleep(50);
    expect(await status()).toBe("UPDATE_ROLLBACK_COMPLETE");
    await expect(session.cloudFormation.send(new CancelUpdateStackCommand({ StackName: "orders" }))).rejects.toThrow("cannot be called");
    fake.lagMs = 60_000;
    expect(await status()).not.toBe("UPDATE_ROLLBACK_COMPLETE");
    fake.throttlePercent = 100;
    await expect(session.cloudFormationReads.send(new DescribeStacksCommand({ StackName: "orders" }))).rejects.toThrow("Rate exceeded");
  });
});
