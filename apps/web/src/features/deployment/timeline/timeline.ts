import type { StackEventPayload } from "@windlass/contracts/event";
import { groupBy } from "../../../group-by.js";
import { resourceSegments, splitStatus, type Segment } from "./resource-segments.js";

/** One resource of the timeline. `depth` counts the nested stacks around it. */
export interface TimelineBar {
  key: string;
  depth: number;
  stackName: string;
  logicalId: string;
  resourceType: string;
  status: string;
  segments: Segment[];
  startAt: number;
  endAt: number | null;
  failed: boolean;
  /** Why it failed, else what CloudFormation said last. */
  reason: string | null;
  /** Whether it is the first resource that failed: the cause of the others. */
  cause: boolean;
}

export interface Timeline {
  bars: TimelineBar[];
  startAt: number;
  /** The last event, or null while a resource is under way. */
  endAt: number | null;
}

const stackType = "AWS::CloudFormation::Stack";

/**
 * The resources that CloudFormation worked on, each with its operations in time: failed ones first in the order
 * in which they failed, the others by start; resources of a nested stack follow its row. Null while there is no event.
 */
export function buildTimeline(events: readonly StackEventPayload[]): Timeline | null {
  const root = events[0]?.stackName;
  if (root === undefined) return null;
  const undoneFrom = startOfRollback(events, root);
  const byStack = groupBy(events, (event) => event.stackName);
  const bars = [...byStack].flatMap(([stackName, own]) => stackBars(stackName, own, undoneFrom));
  markCause(bars);
  const children = groupBy(bars, (bar) => bar.stackName);
  const ordered = nest(root, children, { events, depth: 0 });
  const seen = new Set(ordered);
  return {
    bars: [...ordered, ...bars.filter((bar) => !seen.has(bar))],
    startAt: Math.min(...bars.map((bar) => bar.startAt)),
    endAt: bars.some((bar) => bar.endAt === null) ? null : Math.max(...bars.map((bar) => bar.endAt ?? 0)),
  };
}

function stackBars(stackName: string, events: StackEventPayload[], undoneFrom: number | null): TimelineBar[] {
  const resources = events.filter((event) => event.logicalId !== stackName || event.resourceType !== stackType);
  return [...groupBy(resources, (event) => event.logicalId)]
    .map(([logicalId, own]) => toBar(`${stackName}/${logicalId}`, own, undoneFrom))
    .filter((bar) => bar !== null);
}

function toBar(key: string, events: StackEventPayload[], undoneFrom: number | null): TimelineBar | null {
  const ordered = [...events].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const segments = resourceSegments(ordered, undoneFrom);
  const [first, last, event] = [segments[0], segments.at(-1), ordered.at(-1)];
  if (first === undefined || last === undefined || event === undefined) return null;
  const failure = segments.find((segment) => segment.tone === "failed");
  return {
    key,
    depth: 0,
    stackName: event.stackName,
    logicalId: event.logicalId,
    resourceType: event.resourceType,
    status: last.status,
    segments,
    startAt: first.startAt,
    endAt: last.endAt,
    failed: failure !== undefined,
    reason: failure?.reason ?? last.reason,
    cause: false,
  };
}

function startOfRollback(events: readonly StackEventPayload[], root: string): number | null {
  const event = events.find(
    ({ logicalId, resourceType, status }) =>
      logicalId === root && resourceType === stackType && splitStatus(status).operation.includes("ROLLBACK"),
  );
  return event === undefined ? null : Date.parse(event.at);
}

function failedAt(bar: TimelineBar): number {
  return bar.segments.find((segment) => segment.tone === "failed")?.endAt ?? Number.POSITIVE_INFINITY;
}

/** A nested stack fails because of a resource in it, so the cause is the first failure that is no stack, when there is one. */
function markCause(bars: TimelineBar[]): void {
  const failed = bars.filter((bar) => bar.failed).sort((a, b) => failedAt(a) - failedAt(b));
  const cause = failed.find((bar) => bar.resourceType !== stackType) ?? failed[0];
  if (cause !== undefined) cause.cause = true;
}

function nest(stackName: string, children: Map<string, TimelineBar[]>, place: { events: readonly StackEventPayload[]; depth: number }): TimelineBar[] {
  const own = children.get(stackName) ?? [];
  children.delete(stackName);
  return own.sort(compareBars).flatMap((bar) => {
    bar.depth = place.depth;
    const nested = bar.resourceType === stackType ? nestedStackName(bar, place.events) : null;
    return nested === null ? [bar] : [bar, ...nest(nested, children, { ...place, depth: place.depth + 1 })];
  });
}

function compareBars(a: TimelineBar, b: TimelineBar): number {
  if (a.failed !== b.failed) return a.failed ? -1 : 1;
  return a.failed ? Number(b.cause) - Number(a.cause) || failedAt(a) - failedAt(b) : a.startAt - b.startAt;
}

/** The nested stack's name is in its physical id: `arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/UUID`. */
function nestedStackName(bar: TimelineBar, events: readonly StackEventPayload[]): string | null {
  const event = events.findLast(
    ({ stackName, logicalId, physicalId }) =>
      stackName === bar.stackName && logicalId === bar.logicalId && physicalId !== null && physicalId.includes(":stack/"),
  );
  return event?.physicalId?.split(":stack/")[1]?.split("/")[0] ?? null;
}
