import { setTimeout as sleep } from "node:timers/promises";
import { DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";
import type { CallBudget } from "./call-budget.js";
import { toStackDescription, type StackDescription } from "./describe-stack.js";
import { phaseOf, type StackStatus } from "./stack-status.js";

export type ReadSettledStackInput = {
  stackId: string;
  /** The final status that the events told. */
  status: StackStatus;
  budget: CallBudget;
  signal?: AbortSignal;
};

/** A description may lag behind the events by a second or two. */
const attempts = 10;
const pauseMs = 300;

/**
 * Reads a stack whose operation has ended. A description from before that end is ignored and read again, a few times: after
 * that somebody else has started the next operation, and its outputs are those of ours until it ends.
 *
 * @throws what the SDK throws.
 */
export async function readSettledStack(session: AwsSession, input: ReadSettledStackInput): Promise<StackDescription | null> {
  let description: StackDescription | null = null;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    input.budget.spend(Date.now());
    const answer = await withFreshCredentials(session, () =>
      session.cloudFormationReads.send(new DescribeStacksCommand({ StackName: input.stackId }), {
        requestTimeout: 15_000,
        ...(input.signal ? { abortSignal: input.signal } : {}),
      }),
    );
    const stack = answer.Stacks?.[0];
    description = stack ? toStackDescription(stack) : null;
    if (description === null || phaseOf(description.status) !== "in_progress") return description;
    if (attempt < attempts) await sleep(pauseMs, undefined, input.signal ? { signal: input.signal } : {});
  }
  return description;
}
