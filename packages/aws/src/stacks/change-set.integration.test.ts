import { afterEach, describe, expect, it } from "vitest";
import { openAwsDouble, toXml, type AwsDouble, type DoubleHandler, type DoubleReply, type XmlValue } from "../testing/aws-double.js";
import { stackIdOf, tellStacks, type ScriptedEvent } from "../testing/scripted-stack.js";
import { openSession, type AwsSession } from "../session.js";
import { cancelUpdate } from "./cancel-update.js";
import { continueRollback } from "./continue-rollback.js";
import { createChangeSet, type CreateChangeSetInput } from "./create-change-set.js";
import { executeChangeSet } from "./execute-change-set.js";
import { prepareStack } from "./prepare-stack.js";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function double(handlers: Record<string, DoubleHandler>): Promise<{ aws: AwsDouble; session: AwsSession; actions: () => string[] }> {
  const aws = await openAwsDouble(handlers);
  const session = openSession({ kind: "keys", accessKeyId: "AKIAEXAMPLE", secretAccessKey: "x", endpointUrl: aws.url }, "eu-central-1");
  closing.push(() => session.close(), () => aws.close());
  return { aws, session, actions: () => aws.calls.map((call) => call.action) };
}

const stackName = "orders-dev";
const stackId = stackIdOf(stackName);
const token = "windlass-7";
const changeSetId = "arn:aws:cloudformation:eu-central-1:123456789012:changeSet/windlass-7/1";
const input: CreateChangeSetInput = {
  stackName,
  changeSetName: token,
  clientToken: token,
  templateUrl: "https://bucket.s3.eu-central-1.amazonaws.com/template.json",
  settings: {
    roleArn: "arn:aws:iam::123456789012:role/deployer",
    notificationArns: ["arn:aws:sns:eu-central-1:123456789012:deployments"],
    rollbackConfiguration: { triggers: [{ arn: "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:health", type: "AWS::CloudWatch::Alarm" }], monitoringTimeMinutes: 5 },
    parameters: [
      { key: "Size", value: "2", usePreviousValue: false },
      { key: "Kept", value: null, usePreviousValue: true },
    ],
  },
  tags: { STAGE: "dev" },
  capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_IMAGINED"],
  operation: "update",
};
const made: DoubleHandler = () => ({ body: toXml({ Id: changeSetId, StackId: stackId }) });
const fine: DoubleHandler = () => ({ body: "" });
const refuse = (code: string, message: string): DoubleReply => ({ error: { code, message } });
const described = (more: Record<string, XmlValue>): DoubleReply => ({
  body: toXml({ ChangeSetId: changeSetId, StackId: stackId, CreationTime: "2026-11-29T12:00:00Z", Status: "CREATE_COMPLETE", ExecutionStatus: "AVAILABLE", ...more }),
});

describe("a change set", () => {
  it("is waited for, and read over all its pages", async () => {
    let asked = 0;
    const { aws, session } = await double({
      CreateChangeSet: made,
      DescribeChangeSet: ({ params }) => {
        asked += 1;
        if (asked === 1) return described({ Status: "CREATE_PENDING", ExecutionStatus: "UNAVAILABLE" });
        if (asked === 2) return described({ Status: "CREATE_IN_PROGRESS", ExecutionStatus: "UNAVAILABLE" });
        const removed = { Action: "Remove", LogicalResourceId: "Old", ResourceType: "AWS::SQS::Queue", PolicyAction: "Delete" };
        if (params.get("NextToken") === "2") return described({ Changes: [{ Type: "Resource", ResourceChange: removed }] });
        return described({ NextToken: "2", Changes: [{ Type: "Resource", ResourceChange: replacedTable }] });
      },
    });
    expect(await createChangeSet(session, input)).toEqual({
      outcome: "ready",
      madeAt: "2026-11-29T12:00:00.000Z",
      changeSetId,
      stackId,
      operation: "update",
      changes: [
        {
          logicalId: "Table",
          physicalId: "orders",
          resourceType: "AWS::DynamoDB::Table",
          action: "replace",
          replacement: "yes",
          stateful: true,
          risk: "high",
          properties: [
            { path: "Properties.TableName", requiresRecreation: "always", before: "orders", after: "orders-2" },
            { path: "Tags", requiresRecreation: "never", before: null, after: null },
          ],
        },
        { logicalId: "Old", physicalId: null, resourceType: "AWS::SQS::Queue", action: "remove", replacement: "no", stateful: true, risk: "high", properties: [] },
      ],
    });
    const [create] = aws.calls;
    expect(Object.fromEntries(create?.params ?? [])).toMatchObject({
      ChangeSetType: "UPDATE",
      ClientToken: token,
      "Parameters.member.1.ParameterKey": "Size",
      "Parameters.member.1.ParameterValue": "2",
      "Parameters.member.2.UsePreviousValue": "true",
      RoleARN: "arn:aws:iam::123456789012:role/deployer",
      "NotificationARNs.member.1": "arn:aws:sns:eu-central-1:123456789012:deployments",
      "RollbackConfiguration.MonitoringTimeInMinutes": "5",
      "RollbackConfiguration.RollbackTriggers.member.1.Type": "AWS::CloudWatch::Alarm",
      "Tags.member.1.Key": "STAGE",
      "Capabilities.member.1": "CAPABILITY_NAMED_IAM",
    });
    expect(create?.params.has("Capabilities.member.2")).toBe(false);
  });

  it("is made once though the first answer was lost", async () => {
    let creates = 0;
    const { session } = await double({
      CreateChangeSet: () => {
        creates += 1;
        return creates === 1 ? "drop" : refuse("AlreadyExistsException", "ChangeSet windlass-7 already exists");
      },
      DescribeChangeSet: () => described({}),
    });
    expect(await createChangeSet(session, input)).toMatchObject({ outcome: "ready", changes: [] });
    expect(creates).toBe(2);
  });

  it("that would change nothing is deleted", async () => {
    for (const StatusReason of ["The submitted information didn't contain changes. Submit different information to create a change set.", "No updates are to be performed."]) {
      const { session, actions } = await double({
        CreateChangeSet: made,
        DescribeChangeSet: () => described({ Status: "FAILED", ExecutionStatus: "UNAVAILABLE", StatusReason }),
        DeleteChangeSet: fine,
      });
      expect(await createChangeSet(session, input)).toEqual({ outcome: "empty", stackId });
      expect(actions()).toEqual(["CreateChangeSet", "DescribeChangeSet", "DeleteChangeSet"]);
    }
  });

  it("that is refused says why, validation's findings included, and leaves no empty stack", async () => {
    const { aws, session, actions } = await double({
      CreateChangeSet: made,
      DescribeChangeSet: () =>
        described({
          Status: "FAILED",
          StatusReason: "The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.",
        }),
      DescribeEvents: () => ({
        body: toXml({
          OperationEvents: [
            {
              EventId: "1",
              OperationId: "o",
              EventType: "VALIDATION_ERROR",
              LogicalResourceId: "Queue",
              ResourceType: "AWS::SQS::Queue",
              ValidationPath: "/Resources/Queue/Properties/Delay",
              ValidationStatusReason: "Unsupported property [Delay]",
            },
          ],
        }),
      }),
      DeleteChangeSet: fine,
      DescribeStacks: () => reviewed(),
      ListChangeSets: () => ({ body: toXml({ Summaries: [] }) }),
      DeleteStack: fine,
    });
    expect(await createChangeSet(session, { ...input, operation: "create" })).toEqual({
      outcome: "failed",
      reason: "/Resources/Queue/Properties/Delay: Unsupported property [Delay]",
    });
    expect(actions().slice(-2)).toEqual(["ListChangeSets", "DeleteStack"]);
    expect(aws.calls.at(-1)?.params.get("StackName")).toBe(stackId);
  });

  it("takes the place of our own old ones when a stack has too many, and of nobody else's", async () => {
    const { aws, session } = await double({
      CreateChangeSet: (call) =>
        aws.calls.some(({ action }) => action === "DeleteChangeSet") ? made(call) : refuse("LimitExceededException", "ChangeSet limit exceeded"),
      ListChangeSets: () => ({ body: toXml({ Summaries: ["windlass-1", "windlass-2", "by-hand"].map((ChangeSetName) => ({ ChangeSetName })) }) }),
      DeleteChangeSet: fine,
      DescribeChangeSet: () => described({}),
    });
    expect(await createChangeSet(session, input)).toMatchObject({ outcome: "ready" });
    const deleted = aws.calls.filter((call) => call.action === "DeleteChangeSet").map((call) => call.params.get("ChangeSetName"));
    expect(deleted).toEqual(["windlass-1", "windlass-2"]);
  });

  it("waits its turn on a busy stack, and passes AWS's refusals on", async () => {
    const { session } = await double({
      CreateChangeSet: () => refuse("ValidationError", `Stack:${stackId} is in UPDATE_IN_PROGRESS state and can not be updated.`),
    });
    await expect(createChangeSet(session, input)).rejects.toMatchObject({ code: "stack_busy" });
    const other = await double({ CreateChangeSet: () => refuse("ValidationError", "Template format error: unsupported structure.") });
    expect(await createChangeSet(other.session, input)).toEqual({ outcome: "failed", reason: "Template format error: unsupported structure." });
  });
});

const replacedTable = {
  Action: "Modify",
  LogicalResourceId: "Table",
  PhysicalResourceId: "orders",
  ResourceType: "AWS::DynamoDB::Table",
  Replacement: "True",
  PolicyAction: "ReplaceAndDelete",
  Scope: ["Properties", "Tags"],
  Details: [
    { Evaluation: "Dynamic", ChangeSource: "DirectModification", Target: { Attribute: "Properties", Name: "TableName", RequiresRecreation: "Conditionally", Path: "/Properties/TableName" } },
    {
      Evaluation: "Static",
      ChangeSource: "ParameterReference",
      Target: { Attribute: "Properties", Name: "TableName", RequiresRecreation: "Always", Path: "/Properties/TableName", BeforeValue: "orders", AfterValue: "orders-2" },
    },
    { Evaluation: "Static", ChangeSource: "DirectModification", Target: { Attribute: "Tags", RequiresRecreation: "Never" } },
  ],
};

function reviewed(): DoubleReply {
  return { body: toXml({ Stacks: [{ StackId: stackId, StackName: stackName, StackStatus: "REVIEW_IN_PROGRESS", CreationTime: new Date().toISOString() }] }) };
}

describe("an execution whose answer was lost", () => {
  const events: ScriptedEvent[] = [{ afterMs: 0, logicalId: stackName, status: "UPDATE_IN_PROGRESS", token }];
  const operation = { stackName: stackId, changeSetName: changeSetId, clientRequestToken: token };
  const lostOnce = (): DoubleHandler => {
    let calls = 0;
    return () => {
      calls += 1;
      return calls === 1 ? "drop" : refuse("InvalidChangeSetStatus", "ChangeSet cannot be executed in its current status [EXECUTE_IN_PROGRESS]");
    };
  };

  it("is a success when its token has acted", async () => {
    const { session } = await double({ ExecuteChangeSet: lostOnce(), ...tellStacks([{ stackName, events }]) });
    await expect(executeChangeSet(session, operation)).resolves.toBeUndefined();
  });

  it("is a failure when it has not", async () => {
    const { session } = await double({ ExecuteChangeSet: lostOnce(), ...tellStacks([{ stackName, events: [] }]) });
    await expect(executeChangeSet(session, operation)).rejects.toMatchObject({ code: "change_set_failed" });
  });

  it("says so when somebody else is at work", async () => {
    const said = `Stack:${stackId} is in UPDATE_IN_PROGRESS state and can not be updated.`;
    const { session } = await double({ ExecuteChangeSet: () => refuse("ValidationError", said), ...tellStacks([{ stackName, events: [] }]) });
    await expect(executeChangeSet(session, operation)).rejects.toMatchObject({ code: "stack_busy" });
  });
});

describe("a stack that is not ready", () => {
  const inState = (StackStatus: string): DoubleHandler => () => ({
    body: toXml({ Stacks: [{ StackId: stackId, StackName: stackName, StackStatus, CreationTime: new Date().toISOString() }] }),
  });
  const holding = (...resources: { LogicalResourceId: string; ResourceType: string; ResourceStatus: string; ResourceStatusReason?: string }[]): DoubleHandler => () => ({
    body: toXml({ StackResourceSummaries: resources }),
  });
  const prepare = { stackName, token };

  it("is reported busy while somebody is at work on it", async () => {
    const { session } = await double({ DescribeStacks: inState("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS") });
    expect(await prepareStack(session, prepare)).toMatchObject({ outcome: "busy", status: "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", stackId });
  });

  it("keeps the change set that we make now when older ones that were never executed are cleaned away", async () => {
    const { aws, session } = await double({
      DescribeStacks: reviewed,
      ListChangeSets: () => ({ body: toXml({ Summaries: ["windlass-3", token, "by-hand"].map((ChangeSetName) => ({ ChangeSetName })) }) }),
      DeleteChangeSet: fine,
    });
    expect(await prepareStack(session, prepare)).toEqual({ outcome: "ready", operation: "create", stackId });
    const deleted = aws.calls.filter((call) => call.action === "DeleteChangeSet").map((call) => call.params.get("ChangeSetName"));
    expect(deleted).toEqual(["windlass-3"]);
  });

  it("needs a person after a roll-back that failed, and goes on when one says how", async () => {
    const { aws, session } = await double({
      DescribeStacks: inState("UPDATE_ROLLBACK_FAILED"),
      ListStackResources: holding(
        { LogicalResourceId: "Fine", ResourceType: "AWS::SNS::Topic", ResourceStatus: "UPDATE_COMPLETE" },
        { LogicalResourceId: "Queue", ResourceType: "AWS::SQS::Queue", ResourceStatus: "UPDATE_FAILED", ResourceStatusReason: "Queue was deleted by hand" },
      ),
      ContinueUpdateRollback: fine,
    });
    expect(await prepareStack(session, prepare)).toMatchObject({
      outcome: "stuck",
      status: "UPDATE_ROLLBACK_FAILED",
      resources: ["Queue"],
      message: "The last roll-back of orders-dev failed (UPDATE_ROLLBACK_FAILED): Queue (Queue was deleted by hand).",
    });
    await continueRollback(session, { stackName, clientRequestToken: "windlass-repair", skip: ["Queue"] });
    expect(aws.calls.at(-1)?.params.get("ResourcesToSkip.member.1")).toBe("Queue");
  });

  const events = (...statuses: string[]): DoubleHandler => () => ({
    body: toXml({
      StackEvents: statuses.toReversed().map((ResourceStatus, index) => ({
        EventId: String(index),
        StackId: stackId,
        StackName: stackName,
        LogicalResourceId: stackName,
        PhysicalResourceId: stackId,
        ResourceType: "AWS::CloudFormation::Stack",
        Timestamp: new Date(1_000_000 - index).toISOString(),
        ResourceStatus,
      })),
    }),
  });

  it.each([
    ["that worked before", ["CREATE_IN_PROGRESS", "CREATE_COMPLETE", "ROLLBACK_IN_PROGRESS", "ROLLBACK_FAILED"]],
    ["whose first events are no longer kept", ["ROLLBACK_IN_PROGRESS", "ROLLBACK_FAILED"]],
  ])("is never deleted when it is one %s", async (_which, statuses) => {
    const { session, actions } = await double({ DescribeStacks: inState("ROLLBACK_FAILED"), DescribeStackEvents: events(...statuses) });
    expect(await prepareStack(session, prepare)).toMatchObject({ outcome: "stuck", status: "ROLLBACK_FAILED" });
    expect(actions()).toEqual(["DescribeStacks", "DescribeStackEvents"]);
  });

  it("is not deleted while it may hold data", async () => {
    const { session, actions } = await double({
      DescribeStacks: inState("ROLLBACK_FAILED"),
      DescribeStackEvents: events("CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_FAILED"),
      ListStackResources: holding({ LogicalResourceId: "Table", ResourceType: "AWS::DynamoDB::Table", ResourceStatus: "CREATE_COMPLETE" }),
    });
    expect(await prepareStack(session, prepare)).toMatchObject({ outcome: "stuck", resources: ["Table"] });
    expect(actions()).toEqual(["DescribeStacks", "DescribeStackEvents", "ListStackResources"]);
  });

  it("is not cancelled when there is nothing to cancel", async () => {
    const said = "CancelUpdateStack cannot be called from current stack status";
    const { session } = await double({ CancelUpdateStack: () => refuse("ValidationError", said) });
    expect(await cancelUpdate(session, { stackName, clientRequestToken: token })).toBe("not_cancellable");
    const other = await double({ CancelUpdateStack: fine });
    expect(await cancelUpdate(other.session, { stackName, clientRequestToken: token })).toBe("cancelling");
  });
});
