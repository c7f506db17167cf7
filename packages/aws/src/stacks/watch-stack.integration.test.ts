import { afterEach, describe, expect, it } from "vitest";
import type { StackEventPayload } from "@windlass/contracts/event";
import type { WindlassError } from "@windlass/contracts/error";
import { openAwsDouble, toXml, type AwsDouble, type DoubleHandler } from "../testing/aws-double.js";
import { stackIdOf, tellStacks, type ScriptedEvent, type ScriptedStack } from "../testing/scripted-stack.js";
import { openSession, type AwsSession } from "../session.js";
import { watchStack, type WatchStackInput } from "./watch-stack.js";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function double(handlers: Record<string, DoubleHandler>): Promise<{ aws: AwsDouble; session: AwsSession }> {
  const aws = await openAwsDouble(handlers);
  const session = openSession({ kind: "keys", accessKeyId: "AKIAEXAMPLE", secretAccessKey: "x", endpointUrl: aws.url }, "eu-central-1");
  closing.push(() => session.close(), () => aws.close());
  return { aws, session };
}

const token = "windlass-1";
const stackName = "orders-dev";
const own = (afterMs: number, status: string, more: Partial<ScriptedEvent> = {}): ScriptedEvent => ({
  afterMs,
  logicalId: stackName,
  status,
  token,
  ...more,
});
const topic = (afterMs: number, logicalId: string, status: string, reason?: string): ScriptedEvent => ({
  afterMs,
  logicalId,
  status,
  type: "AWS::SNS::Topic",
  token,
  ...(reason === undefined ? {} : { reason }),
});

function watch(session: AwsSession, more: Partial<WatchStackInput> = {}): { events: StackEventPayload[]; ended: ReturnType<typeof watchStack> } {
  const events: StackEventPayload[] = [];
  const ended = watchStack(session, {
    stackId: stackIdOf(stackName),
    token,
    onEvents: (some) => void events.push(...some),
    ...more,
  });
  return { events, ended };
}

const earlier: ScriptedEvent[] = [
  own(0, "CREATE_IN_PROGRESS", { token: "windlass-0" }),
  ...Array.from({ length: 8 }, (_, index) => ({ ...topic(0, `Old${index}`, "CREATE_COMPLETE"), token: "windlass-0" })),
  own(0, "CREATE_COMPLETE", { token: "windlass-0" }),
];
const update: ScriptedEvent[] = [
  own(0, "UPDATE_IN_PROGRESS"),
  ...Array.from({ length: 12 }, (_, index) => topic(40 * index, `Topic${index}`, "CREATE_COMPLETE")),
  own(700, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
  own(800, "UPDATE_COMPLETE"),
];
const logicalIds = update.map((event) => event.logicalId);

describe("reading that fails", () => {
  it("changes nothing: throttled, failing and broken reads lead to the same outcome and the same events", async () => {
    const told = tellStacks([{ stackName, events: [...earlier, ...update], outputs: { Url: "https://x" } }]);
    let reads = 0;
    const troubled: DoubleHandler = (call) => {
      reads += 1;
      if (reads % 6 === 1) return { error: { code: "Throttling", message: "Rate exceeded" } };
      if (reads % 6 === 3) return { error: { code: "InternalFailure", message: "Oops", status: 500 } };
      if (reads % 6 === 5) return "drop";
      return call.action === "DescribeStacks" ? told.DescribeStacks(call) : told.DescribeStackEvents(call);
    };
    const { session } = await double({ DescribeStackEvents: troubled, DescribeStacks: troubled });
    const troubles: WindlassError[] = [];
    const { events, ended } = watch(session, { onTrouble: (error) => troubles.push(error) });
    expect(await ended).toMatchObject({ phase: "done", status: "UPDATE_COMPLETE", outputs: [{ key: "Url", value: "https://x" }] });
    expect(events.map((event) => event.logicalId)).toEqual(logicalIds);
    expect(troubles.map((error) => error.code)).toEqual(["aws_throttled", "aws_error", "account_unreachable"]);
  });

  it("gives up only when AWS refuses for long, and names the missing action", async () => {
    const message = "User: arn:aws:iam::123456789012:user/x is not authorized to perform: cloudformation:DescribeStackEvents on resource: y";
    const { session } = await double({ DescribeStackEvents: () => ({ error: { code: "AccessDenied", message, status: 403 } }) });
    const { ended } = watch(session, { patience: { refusedMs: 500, noTraceMs: 60_000 } });
    await expect(ended).rejects.toMatchObject({
      code: "aws_denied",
      hint: "Grant cloudformation:DescribeStackEvents to the role or user that Windlass uses.",
    });
  });

  it("gives up when there is no trace of the operation", async () => {
    const { session } = await double(tellStacks([{ stackName, events: earlier }]));
    const { events, ended } = watch(session, { patience: { refusedMs: 60_000, noTraceMs: 400 } });
    await expect(ended).rejects.toMatchObject({ code: "aws_error", message: expect.stringContaining("no trace") });
    expect(events).toEqual([]);
  });

  it("ends when told to, and leaves the operation alone", async () => {
    const { aws, session } = await double(tellStacks([{ stackName, events: [own(0, "UPDATE_IN_PROGRESS")] }]));
    const controller = new AbortController();
    const { ended } = watch(session, { signal: controller.signal });
    setTimeout(() => controller.abort(new Error("lock lost")), 300);
    await expect(ended).rejects.toMatchObject({ name: "AbortError" });
    const calls = aws.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(aws.calls.length).toBe(calls);
    await expect(watch(session, { signal: controller.signal }).ended).rejects.toMatchObject({ name: "AbortError" });
  });

  it("passes on what the listener throws", async () => {
    const { session } = await double(tellStacks([{ stackName, events: update }]));
    const onEvents = (): Promise<void> => Promise.reject(new Error("database away"));
    await expect(watch(session, { onEvents }).ended).rejects.toThrow("database away");
  });
});

describe("credentials that expire during the wait (F17)", () => {
  it("are renewed and the watching goes on", async () => {
    const told = tellStacks([{ stackName, events: update }]);
    let assumed = 0;
    const { aws } = await double({
      AssumeRole: ({ params }) => {
        assumed += 1;
        expect(params.get("ExternalId")).toBe("external");
        return {
          body: toXml({
            Credentials: {
              AccessKeyId: `ASIA${assumed}`,
              SecretAccessKey: "s",
              SessionToken: "t",
              Expiration: new Date(Date.now() + 3_600_000).toISOString(),
            },
            AssumedRoleUser: { AssumedRoleId: "A:windlass", Arn: "arn:aws:sts::123456789012:assumed-role/Windlass/windlass" },
          }),
        };
      },
      DescribeStackEvents: (call) => {
        const expired = call.accessKeyId === "ASIA1" && Date.now() - (aws.calls[0]?.atMs ?? 0) > 300;
        if (expired) return { error: { code: "ExpiredToken", message: "The security token included in the request is expired", status: 403 } };
        return told.DescribeStackEvents(call);
      },
      DescribeStacks: told.DescribeStacks,
    });
    process.env["AWS_ACCESS_KEY_ID"] = "AKIASERVER";
    process.env["AWS_SECRET_ACCESS_KEY"] = "x";
    closing.push(() => {
      delete process.env["AWS_ACCESS_KEY_ID"];
      delete process.env["AWS_SECRET_ACCESS_KEY"];
    });
    const roleArn = "arn:aws:iam::123456789012:role/Windlass";
    const session = openSession({ kind: "role", roleArn, externalId: "external", endpointUrl: aws.url }, "eu-central-1");
    closing.push(() => session.close());
    const troubles: WindlassError[] = [];
    const { events, ended } = watch(session, { onTrouble: (error) => troubles.push(error) });
    expect(await ended).toMatchObject({ phase: "done" });
    expect(events.map((event) => event.logicalId)).toEqual(logicalIds);
    expect(assumed).toBe(2);
    expect(troubles).toEqual([]);
    expect(new Set(aws.calls.filter((call) => call.action !== "AssumeRole").map((call) => call.accessKeyId))).toEqual(new Set(["ASIA1", "ASIA2"]));
  });
});

describe("what the events tell", () => {
  it("is not taken for the end while a stack fails first and rolls back then", async () => {
    const events = [
      own(0, "UPDATE_IN_PROGRESS"),
      own(100, "UPDATE_FAILED", { reason: "Template error: output Url cannot be resolved" }),
      own(900, "UPDATE_ROLLBACK_IN_PROGRESS"),
      own(1_000, "UPDATE_ROLLBACK_COMPLETE"),
    ];
    const { session } = await double(tellStacks([{ stackName, events }]));
    expect(await watch(session).ended).toMatchObject({
      phase: "rolled_back",
      status: "UPDATE_ROLLBACK_COMPLETE",
      firstFailure: { logicalId: stackName, reason: "Template error: output Url cannot be resolved" },
    });
  });

  it("counts when a stack stays failed (roll-back turned off)", async () => {
    const events = [own(0, "UPDATE_IN_PROGRESS"), topic(50, "Broken", "UPDATE_FAILED", "No."), own(100, "UPDATE_FAILED", { reason: "x" })];
    const { session } = await double(tellStacks([{ stackName, events }]));
    expect(await watch(session).ended).toMatchObject({ phase: "failed", status: "UPDATE_FAILED", firstFailure: { logicalId: "Broken" } });
  });

  it("includes what follows a cancellation with another token, and not the next operation", async () => {
    const other = { token: "Console-CancelUpdateStack-1" };
    const events = [
      own(0, "UPDATE_IN_PROGRESS"),
      topic(0, "Slow", "CREATE_IN_PROGRESS"),
      own(100, "UPDATE_ROLLBACK_IN_PROGRESS", { ...other, reason: "User Initiated" }),
      { ...topic(150, "Slow", "CREATE_FAILED", "Resource creation cancelled"), ...other },
      own(200, "UPDATE_ROLLBACK_COMPLETE", other),
      own(250, "UPDATE_IN_PROGRESS", { token: "somebody-else" }),
    ];
    const { session } = await double(tellStacks([{ stackName, events }]));
    const watching = watch(session);
    expect(await watching.ended).toMatchObject({ phase: "rolled_back", firstFailure: null });
    expect(watching.events.map((event) => event.status)).toEqual(events.slice(0, 5).map((event) => event.status));
  });

  it("begins after the review that a change set leaves, even under our token", async () => {
    const events = [own(0, "REVIEW_IN_PROGRESS"), own(500, "CREATE_IN_PROGRESS"), own(600, "CREATE_COMPLETE")];
    const { session } = await double(tellStacks([{ stackName, events }]));
    const watching = watch(session);
    expect(await watching.ended).toMatchObject({ phase: "done", status: "CREATE_COMPLETE" });
    expect(watching.events.map((event) => event.status)).toEqual(["CREATE_IN_PROGRESS", "CREATE_COMPLETE"]);
  });

  it("is believed over a description that lags behind", async () => {
    const { session } = await double(tellStacks([{ stackName, events: update, outputs: { Url: "https://new" }, lagMs: 900 }]));
    const result = await watch(session).ended;
    expect(result).toMatchObject({ status: "UPDATE_COMPLETE", outputs: [{ key: "Url", value: "https://new" }] });
  });

  it("names the cause in a nested stack, past the cancellations that follow from it", async () => {
    const nested = `${stackName}-Nested-ABC`;
    const nestedEvent = { type: "AWS::CloudFormation::Stack", physicalId: stackIdOf(nested), logicalId: "Nested", token };
    const parent: ScriptedStack = {
      stackName,
      events: [
        own(0, "UPDATE_IN_PROGRESS"),
        { ...nestedEvent, afterMs: 10, status: "CREATE_IN_PROGRESS" },
        topic(400, "Sibling", "CREATE_FAILED", "Resource creation cancelled"),
        { ...nestedEvent, afterMs: 410, status: "CREATE_FAILED", reason: `Embedded stack ${stackIdOf(nested)} was not successfully created: The following resource(s) failed to create: [Table].` },
        own(420, "UPDATE_ROLLBACK_IN_PROGRESS", { reason: "The following resource(s) failed to create: [Nested, Sibling]." }),
        own(700, "UPDATE_ROLLBACK_COMPLETE"),
      ],
    };
    const child: ScriptedStack = {
      stackName: nested,
      events: [
        { afterMs: 20, logicalId: nested, status: "CREATE_IN_PROGRESS" },
        { afterMs: 300, logicalId: "Other", type: "AWS::SQS::Queue", status: "CREATE_FAILED", reason: "Resource creation cancelled" },
        { afterMs: 300, logicalId: "Table", type: "AWS::DynamoDB::Table", status: "CREATE_FAILED", reason: "Table already exists: orders" },
        { afterMs: 500, logicalId: nested, status: "DELETE_COMPLETE" },
      ],
    };
    const { session } = await double(tellStacks([parent, child]));
    const watching = watch(session);
    expect(await watching.ended).toMatchObject({
      phase: "rolled_back",
      firstFailure: { logicalId: "Table", resourceType: "AWS::DynamoDB::Table", reason: "Table already exists: orders" },
    });
    expect(watching.events).toHaveLength(parent.events.length + child.events.length);
  });

  it("names the cause of an update whose roll-back failed too", async () => {
    const events = [
      own(0, "UPDATE_IN_PROGRESS"),
      topic(100, "First", "UPDATE_FAILED", "Invalid name"),
      own(150, "UPDATE_ROLLBACK_IN_PROGRESS", { reason: "The following resource(s) failed to update: [First]." }),
      topic(200, "Second", "UPDATE_FAILED", "Queue was deleted by hand"),
      own(250, "UPDATE_ROLLBACK_FAILED", { reason: "The following resource(s) failed to update: [Second]." }),
    ];
    const { session } = await double(tellStacks([{ stackName, events }]));
    expect(await watch(session).ended).toMatchObject({
      phase: "failed",
      status: "UPDATE_ROLLBACK_FAILED",
      firstFailure: { logicalId: "First", reason: "Invalid name" },
    });
  });
});

describe("many deployments in one account (P7)", () => {
  it("share their reads: twenty ask no more than the budget, and each gets its end and all its events", async () => {
    const names = Array.from({ length: 20 }, (_, index) => `service-${index}`);
    const stacks = names.map((name): ScriptedStack => {
      const at = (afterMs: number, status: string): ScriptedEvent => ({ afterMs, logicalId: name, status, token: `windlass-${name}` });
      return { stackName: name, events: [at(0, "UPDATE_IN_PROGRESS"), at(4_000, "UPDATE_COMPLETE")] };
    });
    const { aws, session } = await double(tellStacks(stacks));
    const startMs = Date.now();
    const watched = names.map(async (name) => {
      const events: StackEventPayload[] = [];
      const onEvents = (some: StackEventPayload[]): void => void events.push(...some);
      const result = await watchStack(session, { stackId: stackIdOf(name), token: `windlass-${name}`, onEvents });
      return { result, events };
    });
    for (const { result, events } of await Promise.all(watched)) {
      expect(result.phase).toBe("done");
      expect(events.map((event) => event.status)).toEqual(["UPDATE_IN_PROGRESS", "UPDATE_COMPLETE"]);
    }
    const whileRunning = aws.calls.filter((call) => call.atMs - startMs < 4_000).length;
    expect(whileRunning).toBeLessThanOrEqual(10 + 2 * 4 + 1);
    // What ends at once is read on credit, once each: a sweep has told the rest already.
    const seconds = (Date.now() - startMs) / 1_000;
    expect(aws.calls.length).toBeLessThanOrEqual(20 + 2 * seconds + 1);
  });
});
