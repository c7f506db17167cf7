import { DescribeStacksCommand } from "@aws-sdk/client-cloudformation";
import { isThrottling } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";
import type { CallBudget } from "./call-budget.js";

export type Sweep = { /** Stack id → status. */ statuses: Map<string, string>; /** Calls it took. */ pages: number };

/** A role that may not list stacks is asked again this many sweeps later. */
const pagesWhenRefused = 600;

/** Reads the status of all stacks of the account and region at once. Never rejects: what it could not read it does not tell. */
export async function sweepStacks(session: AwsSession, budget: CallBudget): Promise<Sweep> {
  const statuses = new Map<string, string>();
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
      for (const stack of answer.Stacks ?? []) statuses.set(stack.StackId ?? "", stack.StackStatus ?? "");
      nextToken = answer.NextToken;
    } while (nextToken !== undefined);
    return { statuses, pages };
  } catch (error) {
    if (!isThrottling(error)) return { statuses, pages: pagesWhenRefused };
    budget.throttled(Date.now());
    return { statuses, pages };
  }
}
