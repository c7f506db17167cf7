import type { Blocker } from "@windlass/contracts/deployment";
import type { DeploymentKind } from "@windlass/contracts/deployment-kind";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import { holdColumns, holdOf, type HoldRow } from "../freeze/stage-hold.js";
import { activeStateList } from "./state-lists.js";

/**
 * Whether the queued deployment `o` goes before the queued `d` of the same stage: one that overrides a freeze goes first,
 * since those behind it may be held; else the older one.
 */
export const goesFirst = "(o.freeze_overridden_by IS NULL, o.number) < (d.freeze_overridden_by IS NULL, d.number)";

/** Whether `o` keeps the queued `d` from beginning: it holds the stage, or goes first. The list of states is a constant of the contract. */
export const isBefore = `o.stage_id = d.stage_id AND o.id <> d.id AND (o.state IN (${activeStateList}) OR (o.state = 'queued' AND ${goesFirst}))`;

const candidate = "SELECT o.number, o.state, o.started_at, o.freeze_overridden_by FROM deployments o WHERE d.state = 'queued' AND o.stage_id = d.stage_id";

/**
 * The deployment that `d` waits for: the one that holds the stage, else the first of those that wait before it. Joined
 * laterally. It is `isBefore` in three parts, each with an index of its own, because a stage's history grows for ever. What `d` needs is
 * found from the few rows that name it: `OFFSET 0` keeps Postgres from beginning with all that has not ended instead.
 */
export const blockerTable = `LATERAL (
    SELECT o.number, o.state, o.started_at, count(*) FILTER (WHERE o.state = 'queued') OVER () AS ahead FROM (
      ${candidate} AND o.state IN (${activeStateList})
      UNION ALL
      ${candidate} AND o.state = 'queued' AND o.number < d.number AND (d.freeze_overridden_by IS NULL OR o.freeze_overridden_by IS NOT NULL)
      UNION ALL
      ${candidate} AND o.state = 'queued' AND o.freeze_overridden_by IS NOT NULL AND o.number > d.number AND d.freeze_overridden_by IS NULL
    ) o ORDER BY o.state = 'queued', o.freeze_overridden_by IS NULL, o.number LIMIT 1
  ) b ON true
  LEFT JOIN LATERAL (
    SELECT json_build_object('service', nv.name, 'stage', ns.name, 'number', o.number) AS address, o.kind, COALESCE(o.started_at, o.created_at) AS since
    FROM (SELECT needs_id FROM deployment_needs WHERE d.state = 'queued' AND deployment_id = d.id OFFSET 0) n
      CROSS JOIN LATERAL (SELECT * FROM deployments WHERE id = n.needs_id AND finished_at IS NULL OFFSET 0) o
      JOIN stages ns ON ns.id = o.stage_id JOIN services nv ON nv.id = ns.service_id
    ORDER BY o.wave, o.id LIMIT 1
  ) needed ON true`;

/** What a deployment that has left the queue waits for: an operation on its stack that somebody else began. */
export const waitColumns = "d.wait_reason, d.wait_since, d.freeze_overridden_by, d.created_at, now() AS now";

export const blockerColumns = `${waitColumns}, b.number AS blocker_number,
  b.state AS blocker_state, b.started_at AS blocker_started_at, COALESCE(b.ahead, 0)::int + 1 AS position,
  needed.address AS needed, needed.kind AS needed_kind, needed.since AS needed_since, ${holdColumns}`;

export type WaitRow = { wait_reason: string | null; wait_since: Date | null; freeze_overridden_by: string | null; created_at: Date; now: Date };

export type BlockerRow = HoldRow & WaitRow & {
  state: DeploymentState;
  blocker_number: number | null;
  blocker_state: DeploymentState | null;
  blocker_started_at: Date | null;
  position: number;
  needed: { service: string; stage: string; number: number } | null;
  needed_kind: DeploymentKind | null;
  needed_since: Date | null;
};

/** Why a deployment waits, since when and for what; null when it runs or has ended. A hold is named before what else is in the way, and what it depends on before its own stage. */
export function toBlocker(row: BlockerRow): Blocker | null {
  if (row.wait_reason !== null || row.state !== "queued") return toStackBlocker(row);
  const { position, needed: dependency, blocker_number: deploymentNumber } = row;
  const hold = row.freeze_overridden_by === null ? holdOf(row, row.now.getTime()) : null;
  const waits = { deploymentNumber, dependency, position, until: null };
  if (hold) return { ...waits, ...hold, since: laterOf(row.created_at, new Date(hold.since)) };
  if (dependency !== null) {
    const since = laterOf(row.created_at, row.needed_since ?? row.created_at);
    const name = `${dependency.service}/${dependency.stage} #${dependency.number}`;
    return { ...waits, reason: "dependency", message: row.needed_kind === "remove" ? `Waits for the removal ${name}, of what depends on it.` : `Waits for ${name}, which it depends on.`, since };
  }
  if (deploymentNumber === null) {
    return { ...waits, reason: "waiting_for_worker", message: "Waits for a worker.", since: row.created_at.toISOString() };
  }
  if (row.blocker_state === "queued") {
    return { ...waits, reason: "older_first", message: `Deployment ${deploymentNumber} goes first.`, since: row.created_at.toISOString() };
  }
  const since = laterOf(row.created_at, row.blocker_started_at ?? row.created_at);
  return { ...waits, reason: "stage_busy", message: `Deployment ${deploymentNumber} holds the stage.`, since };
}

/** The same of a deployment that is not queued. */
export function toStackBlocker({ wait_reason: message, wait_since: since, now }: WaitRow): Blocker | null {
  if (message === null) return null;
  return { reason: "stack_busy", message, deploymentNumber: null, dependency: null, since: (since ?? now).toISOString(), until: null, position: null };
}

/** It waits for something since both were there. */
function laterOf(a: Date, b: Date): string {
  return (a > b ? a : b).toISOString();
}
