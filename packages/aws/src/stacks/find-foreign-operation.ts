import { toWindlassError } from "../aws-error.js";
import type { AwsSession } from "../session.js";
import { changeSetPrefix } from "./list-change-sets.js";
import { isNoSuchStack } from "./describe-stack.js";
import { isOwnEvent, openStackEventReader, type OperationEvent } from "./read-stack-events.js";

export type FindForeignOperationInput = { stackName: string; signal?: AbortSignal };

/**
 * What CloudFormation tells of the operation that is under way on a stack: what it does, since when, who asked for it as far
 * as its token and reason say; null when its events do not show one.
 *
 * @throws WindlassError
 */
export async function findForeignOperation(session: AwsSession, input: FindForeignOperationInput): Promise<string | null> {
  try {
    const reader = openStackEventReader(session, { stackName: input.stackName, ...(input.signal ? { signal: input.signal } : {}) });
    const events = await reader.read((page) => page.some(isEnd));
    const own = events.filter(isOwnEvent);
    const began = own.slice(own.findLastIndex(isEnd) + 1).find(({ status }) => status !== "REVIEW_IN_PROGRESS");
    return began ? describe(began) : null;
  } catch (error) {
    if (isNoSuchStack(error)) return null;
    throw toWindlassError(error, `read the events of ${input.stackName}`);
  }
}

function isEnd(event: OperationEvent): boolean {
  return isOwnEvent(event) && !event.status.endsWith("_IN_PROGRESS");
}

function describe({ status, at, token, reason }: OperationEvent): string {
  const by = [asker(token), reason === null ? null : `“${reason}”`].filter((part) => part !== null).join(", ");
  return `${status} since ${at.replace(/\.\d+Z$/, "Z")}${by === "" ? "" : ` (${by})`}.`;
}

/** Programs name themselves in their tokens, if at all. */
function asker(token: string | null): string | null {
  if (token === null) return null;
  if (token.startsWith("Console-")) return "from the AWS console";
  if (token.startsWith(changeSetPrefix)) return `by a Windlass deployment, token ${token}`;
  return `token ${token}`;
}
