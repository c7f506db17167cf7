import { toWindlassError } from "../aws-error.js";
import type { AwsSession } from "../session.js";
import { isNoSuchStack } from "./describe-stack.js";
import { carriesToken, openStackEventReader } from "./read-stack-events.js";

export type FindOperationInput = {
  /** Name or id; a deleted stack is found by its id only. */
  stackName: string;
  token: string;
  /** When the operation may have begun at the earliest: events from before are not read. The whole history is when left out. */
  since?: Date;
  /** The same by AWS's own clock, such as when the change set was made: then no time is allowed for clocks that differ. */
  sinceAtAws?: Date | undefined;
  signal?: AbortSignal;
};

/** Machines of AWS among themselves. */
const awsSkewMs = 5_000;

function earliestMs({ since, sinceAtAws }: FindOperationInput): number {
  if (sinceAtAws) return sinceAtAws.getTime() - awsSkewMs;
  return since ? since.getTime() - clockSkewMs : Number.NEGATIVE_INFINITY;
}

/** Clocks of this machine and AWS may differ: requests that are further apart than this are refused by AWS. */
export const clockSkewMs = 5 * 60_000;

/**
 * Whether an operation with this token was ever started on the stack: some event carries it. For a worker that takes
 * a deployment over, and must not start what its predecessor started.
 *
 * @throws WindlassError
 */
export async function findOperation(session: AwsSession, input: FindOperationInput): Promise<boolean> {
  const sinceMs = earliestMs(input);
  const isOurs = (event: Parameters<typeof carriesToken>[0]): boolean => carriesToken(event, input.token);
  try {
    const reader = openStackEventReader(session, { stackName: input.stackName, ...(input.signal ? { signal: input.signal } : {}) });
    const events = await reader.read((page) => page.some(isOurs) || page.some((event) => Date.parse(event.at) < sinceMs));
    return events.some(isOurs);
  } catch (error) {
    if (isNoSuchStack(error)) return false;
    throw toWindlassError(error, `read the events of ${input.stackName}`);
  }
}
