import { isOwnEvent, carriesToken, type OperationEvent } from "./read-stack-events.js";
import { isStackStatus, phaseOf, type StackStatus } from "./stack-status.js";

/** What is known of one operation on one stack: pure bookkeeping over the events that were read. */
export type OperationLog = {
  readonly stackId: string;
  /** Takes what was read, oldest first, and returns the events that are new and belong to the operation. */
  add(read: readonly OperationEvent[]): OperationEvent[];
  /** Whether this page of events reaches back to what is known, or behind the operation's beginning. */
  isEnough(page: readonly OperationEvent[]): boolean;
  /** When the operation's first event happened; null while none was seen. */
  beganAtMs(): number | null;
  /** The stack's own status that ended the operation; null while it goes on. */
  end(): OperationEnd | null;
  /** Ids of the nested stacks that the operation touched, with whether their parent still waits for them. */
  nested(): Map<string, "active" | "settled">;
};

/** `tentative`: a roll-back may still follow, so the stack must stay as it is for a moment before this counts. */
export type OperationEnd = { status: StackStatus; reason: string | null; tentative: boolean };

export type OperationScope =
  /** From the first event with this token to the stack's next final status: whoever cancels in between brings a token of their own. */
  | { token: string; sinceMs: number }
  /** A nested stack's part: everything from a moment on. It may end twice, done first and then rolled back, so it has no end of its own. */
  | { fromMs: number };

export function openOperationLog(stackId: string, scope: OperationScope): OperationLog {
  const known = new Set<string>();
  const nested = new Map<string, "active" | "settled">();
  let beganAtMs: number | null = null;
  let end: OperationEnd | null = null;
  let lastToken: string | null = null;
  const sinceMs = "token" in scope ? scope.sinceMs : scope.fromMs;

  const belongs = (event: OperationEvent): boolean => {
    if (end !== null) return end.tentative && event.token === lastToken;
    if (beganAtMs !== null) return true;
    return "token" in scope ? carriesToken(event, scope.token) : Date.parse(event.at) >= scope.fromMs;
  };
  const note = (event: OperationEvent): void => {
    beganAtMs ??= Date.parse(event.at);
    lastToken = event.token;
    if (isOwnEvent(event)) {
      const { status, reason } = event;
      end = "token" in scope && isFinal(status) ? { status, reason, tentative: isTentative(status) } : null;
    } else if (event.resourceType === "AWS::CloudFormation::Stack" && event.physicalId?.startsWith("arn:")) {
      nested.set(event.physicalId, event.status.endsWith("_IN_PROGRESS") ? "active" : "settled");
    }
  };
  return {
    stackId,
    add(read) {
      const fresh: OperationEvent[] = [];
      for (const event of read) {
        if (known.has(event.eventId)) continue;
        known.add(event.eventId);
        if (!belongs(event)) continue;
        note(event);
        fresh.push(event);
      }
      return fresh;
    },
    isEnough: (page) => page.some((event) => known.has(event.eventId) || Date.parse(event.at) < sinceMs || ("token" in scope && beginsOperation(event, scope.token))),
    beganAtMs: () => beganAtMs,
    end: () => end,
    nested: () => nested,
  };
}

/** Whether nothing of the operation happened before this event: a roll-back, or a delete that follows a failed create, has the same token. */
function beginsOperation(event: OperationEvent, token: string): boolean {
  return isOwnEvent(event) && carriesToken(event, token) && beginnings.has(event.status);
}

const beginnings: ReadonlySet<string> = new Set(["CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "IMPORT_IN_PROGRESS"]);

function isFinal(status: string): status is StackStatus {
  return isStackStatus(status) && status !== "REVIEW_IN_PROGRESS" && phaseOf(status) !== "in_progress";
}

/** A failed validation or output makes the stack fail first and roll back then. */
function isTentative(status: StackStatus): boolean {
  return status === "CREATE_FAILED" || status === "UPDATE_FAILED";
}
