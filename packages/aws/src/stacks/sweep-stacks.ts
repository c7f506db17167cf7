import { DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { isThrottling } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";
import type { CallBudget } from "./call-budget.js";
import { toStackDescription, type StackDescription } from "./describe-stack.js";

export type Sweep = { /** By stack id. */ stacks: Map<string, StackDescription>; /** Calls it took. */ pages: number };

/** A role that may not list stacks is asked again this many sweeps later. */
const pagesWhenRefused = 600;

/** Reads all stacks of the account and region at once. Never rejects: what it could not read it does not tell. */
export async function sweepStacks(session: AwsSession, budget: CallBudget): Promise<Sweep> {
  const stacks = new Map<string, StackDescription>();
  let pages = 0;
  let nextToken: string | undefined;
  try {
    do {
      budget.spend(Date.now());
      pages += 1;
      const command = new DescribeStacksCommand(nextToken === undefined ? {} : { NextToken: nextToken });
      const answer = await withFreshCredentials(session, () =>
        session.cloudFormationReads.send(command, { requestTimeout: 15_000 }),
      );
      for (const stack of answer.Stacks ?? []) stacks.set(stack.StackId ?? "", toStackDescription(stack));
      nextToken = answer.NextToken;
    } while (nextToken !== undefined);
    return { stacks, pages };
  } catch (error) {
    if (!isThrottling(error)) return { stacks, pages: pagesWhenRefused };
    budget.throttled(Date.now());
    return { stacks, pages };
  }
}
