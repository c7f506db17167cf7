import { setTimeout as sleep } from "node:timers/promises";
import {
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DetectStackDriftCommand,
  type StackResourceDrift,
} from "@aws-sdk/client-cloudformation";
import { WindlassError } from "@windlass/contracts/error";
import { messageOf, nameOf, statusOf, toWindlassError } from "../aws-error.js";
import { callAws, withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type ResourceDrift = {
  logicalId: string;
  physicalId: string | null;
  resourceType: string;
  status: "in_sync" | "modified" | "deleted" | "not_checked";
  /** Paths of properties that differ, with both values as JSON text. */
  properties: { path: string; expected: string; actual: string }[];
};

export type StackDrift = { available: true; resources: ResourceDrift[] } | { available: false; reason: string };

const pollMs = 2_000;

/**
 * Has CloudFormation compare a stack's resources with AWS, waits, and reads what it found of each. Where the endpoint does
 * not know drift detection, as the sandbox does not, it says so.
 *
 * @throws WindlassError
 */
export async function detectStackDrift(session: AwsSession, { stackId, signal }: { stackId: string; signal: AbortSignal }): Promise<StackDrift> {
  const detection = await begin(session, stackId, signal);
  if (detection === null) return { available: false, reason: "CloudFormation's drift detection is not available on the sandbox." };
  for (;;) {
    const command = new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId: detection });
    const { DetectionStatus, DetectionStatusReason } = await callAws(session, "ask how far the drift detection is", () => session.cloudFormation.send(command, { abortSignal: signal }));
    // A failed detection has results of the resources that it could read.
    if (DetectionStatus === "DETECTION_COMPLETE") break;
    if (DetectionStatus === "DETECTION_FAILED") {
      const resources = await readDrifts(session, stackId, signal);
      if (resources.length > 0) return { available: true, resources };
      throw new WindlassError("aws_error", `CloudFormation could not detect drift: ${DetectionStatusReason ?? "it does not say why"}`);
    }
    await sleep(pollMs, undefined, { signal });
  }
  return { available: true, resources: await readDrifts(session, stackId, signal) };
}

async function begin(session: AwsSession, stackId: string, signal: AbortSignal): Promise<string | null> {
  try {
    const answer = await withFreshCredentials(session, () => session.cloudFormation.send(new DetectStackDriftCommand({ StackName: stackId }), { abortSignal: signal }));
    return answer.StackDriftDetectionId ?? null;
  } catch (error) {
    if (isUnknownAction(error)) return null;
    throw toWindlassError(error, "detect drift");
  }
}

function isUnknownAction(error: unknown): boolean {
  return ["InvalidAction", "UnknownOperationException", "NotImplemented"].includes(nameOf(error)) || statusOf(error) === 501 || /unknown action|not implemented|unsupported action/i.test(messageOf(error));
}

async function readDrifts(session: AwsSession, stackId: string, signal: AbortSignal): Promise<ResourceDrift[]> {
  const drifts: ResourceDrift[] = [];
  let nextToken: string | undefined;
  do {
    const command = new DescribeStackResourceDriftsCommand({ StackName: stackId, MaxResults: 100, ...(nextToken === undefined ? {} : { NextToken: nextToken }) });
    const page = await callAws(session, "read the drift of the stack's resources", () => session.cloudFormation.send(command, { abortSignal: signal }));
    drifts.push(...(page.StackResourceDrifts ?? []).map(toDrift));
    nextToken = page.NextToken;
  } while (nextToken !== undefined);
  return drifts;
}

const statuses = { IN_SYNC: "in_sync", MODIFIED: "modified", DELETED: "deleted", NOT_CHECKED: "not_checked", UNKNOWN: "not_checked", UNSUPPORTED: "not_checked" } as const;

function toDrift(drift: StackResourceDrift): ResourceDrift {
  return {
    logicalId: drift.LogicalResourceId ?? "",
    physicalId: drift.PhysicalResourceId ?? null,
    resourceType: drift.ResourceType ?? "",
    status: statuses[drift.StackResourceDriftStatus ?? "NOT_CHECKED"],
    properties: (drift.PropertyDifferences ?? []).map(({ PropertyPath, ExpectedValue, ActualValue }) => ({ path: PropertyPath ?? "", expected: ExpectedValue ?? "", actual: ActualValue ?? "" })),
  };
}
