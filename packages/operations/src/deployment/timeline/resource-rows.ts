import type { StackEventPayload } from "@windlass/contracts/event";

/** One operation of CloudFormation on one resource. Times are milliseconds since 1970. */
export type ResourceSpan = { id: string; logicalId: string; resourceType: string; status: string; startMs: number; endMs: number | null };

const outcome = /_(IN_PROGRESS|COMPLETE|FAILED|SKIPPED)$/;

/**
 * What CloudFormation did with each resource and when, from its events in the order in which they were seen. Events of the
 * stack itself are left out, those of nested stacks are kept. Repeated `IN_PROGRESS` events belong to one operation.
 */
export function resourceSpans(events: readonly StackEventPayload[]): ResourceSpan[] {
  const spans: ResourceSpan[] = [];
  const open = new Map<string, ResourceSpan>();
  for (const event of events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))) {
    if (event.logicalId === event.stackName && event.resourceType === "AWS::CloudFormation::Stack") continue;
    const key = `${event.stackName}/${event.logicalId}`;
    const atMs = Date.parse(event.at);
    let span = open.get(key);
    if (span && operationOf(span.status) !== operationOf(event.status)) {
      span.endMs = atMs;
      span = undefined;
    }
    if (!span) {
      span = { id: `${key}/${spans.length}`, logicalId: event.logicalId, resourceType: event.resourceType, status: event.status, startMs: atMs, endMs: null };
      spans.push(span);
      open.set(key, span);
    }
    span.status = event.status;
    if (!event.status.endsWith("_IN_PROGRESS")) {
      span.endMs = atMs;
      open.delete(key);
    }
  }
  return spans;
}

function operationOf(status: string): string {
  return status.replace(outcome, "");
}
