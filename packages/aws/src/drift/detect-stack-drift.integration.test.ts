import { afterEach, describe, expect, it } from "vitest";
import { openSession, type AwsSession } from "../session.js";
import { openAwsDouble, toXml, type AwsDouble, type DoubleHandler } from "../testing/aws-double.js";
import { stackIdOf } from "../testing/scripted-stack.js";
import { detectStackDrift } from "./detect-stack-drift.js";

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

const stackId = stackIdOf("orders-dev");
const signal = AbortSignal.timeout(30_000);
const begun: DoubleHandler = () => ({ body: toXml({ StackDriftDetectionId: "d-1" }) });
const status = (state: string, reason?: string): DoubleHandler => () => ({
  body: toXml({ StackId: stackId, StackDriftDetectionId: "d-1", DetectionStatus: state, ...(reason === undefined ? {} : { DetectionStatusReason: reason }), Timestamp: "2026-11-28T00:00:00Z" }),
});
const drift = (id: string, state: string, differences: { path: string; expected: string; actual: string }[] = []) => ({
  StackId: stackId,
  LogicalResourceId: id,
  PhysicalResourceId: `physical-${id}`,
  ResourceType: "AWS::SQS::Queue",
  StackResourceDriftStatus: state,
  Timestamp: "2026-11-28T00:00:00Z",
  PropertyDifferences: differences.map(({ path, expected, actual }) => ({ PropertyPath: path, ExpectedValue: expected, ActualValue: actual, DifferenceType: "NOT_EQUAL" })),
});

describe("CloudFormation's drift detection", () => {
  it("is begun, waited for and read over all its pages", async () => {
    let asked = 0;
    const { aws, session } = await double({
      DetectStackDrift: begun,
      DescribeStackDriftDetectionStatus: (call) => {
        asked += 1;
        return status(asked === 1 ? "DETECTION_IN_PROGRESS" : "DETECTION_COMPLETE")(call);
      },
      DescribeStackResourceDrifts: ({ params }) =>
        params.get("NextToken") === null
          ? { body: toXml({ StackResourceDrifts: [drift("Jobs", "MODIFIED", [{ path: "/DelaySeconds", expected: "0", actual: "5" }]), drift("Same", "IN_SYNC")], NextToken: "more" }) }
          : { body: toXml({ StackResourceDrifts: [drift("Gone", "DELETED"), drift("Other", "NOT_CHECKED")] }) },
    });
    expect(await detectStackDrift(session, { stackId, signal })).toEqual({
      available: true,
      resources: [
        { logicalId: "Jobs", physicalId: "physical-Jobs", resourceType: "AWS::SQS::Queue", status: "modified", properties: [{ path: "/DelaySeconds", expected: "0", actual: "5" }] },
        { logicalId: "Same", physicalId: "physical-Same", resourceType: "AWS::SQS::Queue", status: "in_sync", properties: [] },
        { logicalId: "Gone", physicalId: "physical-Gone", resourceType: "AWS::SQS::Queue", status: "deleted", properties: [] },
        { logicalId: "Other", physicalId: "physical-Other", resourceType: "AWS::SQS::Queue", status: "not_checked", properties: [] },
      ],
    });
    expect(aws.calls.filter(({ action }) => action === "DescribeStackResourceDrifts")).toHaveLength(2);
  });

  it("counts what a failed detection could read, and says why where it read nothing", async () => {
    const some = await double({ DetectStackDrift: begun, DescribeStackDriftDetectionStatus: status("DETECTION_FAILED", "one resource"), DescribeStackResourceDrifts: () => ({ body: toXml({ StackResourceDrifts: [drift("Same", "IN_SYNC")] }) }) });
    expect(await detectStackDrift(some.session, { stackId, signal })).toMatchObject({ available: true, resources: [{ logicalId: "Same" }] });
    const none = await double({ DetectStackDrift: begun, DescribeStackDriftDetectionStatus: status("DETECTION_FAILED", "no rights to read"), DescribeStackResourceDrifts: () => ({ body: toXml({ StackResourceDrifts: [] }) }) });
    await expect(detectStackDrift(none.session, { stackId, signal })).rejects.toMatchObject({ code: "aws_error", message: expect.stringContaining("no rights to read") });
  });

  it("is not available where the endpoint does not know it, and a refusal is no such case", async () => {
    const unknown = await double({});
    expect(await detectStackDrift(unknown.session, { stackId, signal })).toMatchObject({ available: false, reason: expect.stringContaining("sandbox") });
    const refused = await double({ DetectStackDrift: () => ({ error: { code: "AccessDenied", message: "not authorized to perform: cloudformation:DetectStackDrift", status: 403 } }) });
    await expect(detectStackDrift(refused.session, { stackId, signal })).rejects.toMatchObject({ code: "aws_denied" });
  });
});
