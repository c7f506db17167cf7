import { setTimeout as sleep } from "node:timers/promises";
import { DescribeChangeSetCommand, type Change, type DescribeChangeSetOutput } from "@aws-sdk/client-cloudformation";
import type { ResourceChange } from "@windlass/contracts/plan";
import { callAws } from "../call-aws.js";
import type { AwsSession } from "../session.js";
import { toResourceChange } from "./to-resource-change.js";

export type ChangeSetReading = {
  changeSetId: string;
  stackId: string;
  status: "ready" | "failed";
  reason: string | null;
  /** Whether it was started already, or spoilt by another that was. */
  execution: "available" | "started" | "obsolete" | "unavailable";
  changes: ResourceChange[];
  /** When it was made, by AWS's clock (ISO 8601); null where AWS does not say. */
  madeAt: string | null;
};

export type ReadChangeSetInput = { stackName: string; changeSetName: string; signal?: AbortSignal };

/** A change set takes from under a second to a minute to compute. */
const firstPauseMs = 100;
const longestPauseMs = 2_000;

/**
 * Waits until a change set is computed and reads all pages of it.
 *
 * @throws WindlassError; AbortError.
 */
export async function readChangeSet(session: AwsSession, input: ReadChangeSetInput): Promise<ChangeSetReading> {
  let pauseMs = firstPauseMs;
  let answer = await describe(session, input);
  while (answer.Status === "CREATE_PENDING" || answer.Status === "CREATE_IN_PROGRESS") {
    await sleep(pauseMs, undefined, input.signal ? { signal: input.signal } : {});
    pauseMs = Math.min(longestPauseMs, pauseMs * 1.5);
    answer = await describe(session, input);
  }
  const changes = await readChanges(session, input, answer);
  return {
    changeSetId: answer.ChangeSetId ?? "",
    stackId: answer.StackId ?? "",
    status: answer.Status === "CREATE_COMPLETE" ? "ready" : "failed",
    reason: answer.StatusReason ? answer.StatusReason : null,
    execution: toExecution(answer.ExecutionStatus),
    madeAt: answer.CreationTime?.toISOString() ?? null,
    changes: changes.flatMap((change) => (change.ResourceChange ? [toResourceChange(change.ResourceChange)] : [])),
  };
}

async function readChanges(session: AwsSession, input: ReadChangeSetInput, first: DescribeChangeSetOutput): Promise<Change[]> {
  const changes = [...(first.Changes ?? [])];
  let nextToken = first.NextToken;
  while (nextToken !== undefined) {
    const page = await describe(session, input, nextToken);
    changes.push(...(page.Changes ?? []));
    nextToken = page.NextToken;
  }
  return changes;
}

async function describe(session: AwsSession, input: ReadChangeSetInput, nextToken?: string): Promise<DescribeChangeSetOutput> {
  const command = new DescribeChangeSetCommand({
    StackName: input.stackName,
    ChangeSetName: input.changeSetName,
    IncludePropertyValues: true,
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  });
  return callAws(session, `read the change set of ${input.stackName}`, () =>
    session.cloudFormation.send(command, input.signal ? { abortSignal: input.signal } : {}),
  );
}

function toExecution(status: string | undefined): ChangeSetReading["execution"] {
  switch (status) {
    case "AVAILABLE":
      return "available";
    case "EXECUTE_IN_PROGRESS":
    case "EXECUTE_COMPLETE":
    case "EXECUTE_FAILED":
      return "started";
    case "OBSOLETE":
      return "obsolete";
    default:
      return "unavailable";
  }
}
