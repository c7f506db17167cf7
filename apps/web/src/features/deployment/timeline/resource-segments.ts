import type { StackEventPayload } from "@windlass/contracts/event";

/** How a stretch of a resource's bar is coloured. */
export type SegmentTone = "running" | "done" | "failed" | "removed" | "undone" | "skipped";

/** One operation of CloudFormation on one resource: from its first to its last event. Times are milliseconds since 1970. */
export interface Segment {
  startAt: number;
  /** Null while it is under way. */
  endAt: number | null;
  tone: SegmentTone;
  status: string;
  reason: string | null;
}

const outcomes = ["IN_PROGRESS", "COMPLETE", "FAILED", "SKIPPED"] as const;

/** A status such as `UPDATE_ROLLBACK_IN_PROGRESS` as its operation (`UPDATE_ROLLBACK`) and outcome (`IN_PROGRESS`). */
export function splitStatus(status: string): { operation: string; outcome: (typeof outcomes)[number] | null } {
  for (const outcome of outcomes) {
    if (status.endsWith(`_${outcome}`)) return { operation: status.slice(0, -outcome.length - 1), outcome };
  }
  return { operation: status, outcome: null };
}

/**
 * The operations on one resource, from its stack events in order. Repeated `IN_PROGRESS` events ("Resource
 * creation initiated") belong to the operation they repeat. `undoneFrom` is when the stack began to roll back.
 */
export function resourceSegments(events: readonly StackEventPayload[], undoneFrom: number | null): Segment[] {
  const segments: Segment[] = [];
  for (const event of events) {
    const at = Date.parse(event.at);
    const { operation, outcome } = splitStatus(event.status);
    const last = segments.at(-1);
    const goesOn = last !== undefined && last.endAt === null && splitStatus(last.status).operation === operation;
    if (last !== undefined && last.endAt === null && !goesOn) last.endAt = at;
    const startAt = goesOn ? last.startAt : at;
    const segment: Segment = {
      startAt,
      endAt: outcome === "IN_PROGRESS" ? null : at,
      tone: toneOf(event.status, undoneFrom !== null && startAt >= undoneFrom),
      status: event.status,
      reason: event.reason ?? (goesOn ? last.reason : null),
    };
    if (goesOn) segments[segments.length - 1] = segment;
    else segments.push(segment);
  }
  return segments;
}

function toneOf(status: string, undoing: boolean): SegmentTone {
  const { operation, outcome } = splitStatus(status);
  if (outcome === "FAILED") return "failed";
  if (outcome === "SKIPPED") return "skipped";
  if (undoing || operation.includes("ROLLBACK")) return "undone";
  if (outcome === "IN_PROGRESS") return "running";
  return operation === "DELETE" ? "removed" : "done";
}
