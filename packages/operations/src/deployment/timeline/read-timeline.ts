import { isTerminal } from "@windlass/contracts/deployment-state";
import type { StackEventPayload } from "@windlass/contracts/event";
import type { StepName } from "@windlass/contracts/step";
import type { Timeline, TimelineRow } from "@windlass/contracts/timeline";
import type { Database } from "@windlass/database/database";
import { authorize, type OperationContext } from "../../context.js";
import { readDeployment, type DeploymentAddress } from "../read-deployment.js";
import { timelineRows, type SpanRow } from "./timeline-rows.js";

/** A stack of nested stacks may have thousands of resources; the longest tell where the time went. */
const mostRows = 1_000;

/** Where the time of a deployment went, and how that compares with the stage's last ten that went well. Throws `not_found`. */
export async function readTimeline(context: OperationContext, address: DeploymentAddress): Promise<Timeline> {
  authorize(context, "deployment:read");
  const deployment = await readDeployment(context, address);
  const [events, medians] = await Promise.all([readTimedEvents(context.db, deployment.id), readMedians(context.db, deployment.id)]);
  const createdMs = Date.parse(deployment.createdAt);
  const ended = isTerminal(deployment.state);
  const startedMs = deployment.startedAt === null ? null : Date.parse(deployment.startedAt);
  const endMs = deployment.finishedAt === null ? null : Date.parse(deployment.finishedAt);
  const nowMs = medians.now.getTime();
  const byStep = new Map(medians.rows.map(({ name, median_ms: ms }) => [name, ms]));
  const rows = timelineRows({ ...events, createdMs, startedMs, endMs, nowMs, steps: deployment.steps, medians: byStep });
  const kept = longest(rows, nowMs - createdMs);
  return {
    startedAt: deployment.createdAt,
    ended,
    totalMs: Math.max(0, (endMs ?? nowMs) - createdMs),
    queueMs: Math.max(0, (startedMs ?? endMs ?? nowMs) - createdMs),
    comparedWith: medians.compared,
    medianTotalMs: medians.total_ms,
    rows: kept,
    leftOut: rows.length - kept.length,
  };
}

/** Rows inside of steps may be left out, never steps. */
function longest(rows: readonly TimelineRow[], nowMs: number): TimelineRow[] {
  if (rows.length <= mostRows) return [...rows];
  const lengthOf = (row: TimelineRow): number => (row.parent === null || row.critical ? Number.POSITIVE_INFINITY : (row.endMs ?? nowMs) - row.startMs);
  const kept = new Set(rows.toSorted((a, b) => lengthOf(b) - lengthOf(a)).slice(0, mostRows));
  return rows.filter((row) => kept.has(row));
}

async function readTimedEvents(db: Database, deploymentId: string): Promise<{ spans: SpanRow[]; stackEvents: StackEventPayload[] }> {
  const { rows } = await db.pool.query<{ kind: "span"; payload: SpanRow } | { kind: "stack"; payload: StackEventPayload }>(
    "SELECT kind, payload FROM events WHERE deployment_id = $1 AND kind IN ('span', 'stack') ORDER BY seq",
    [deploymentId],
  );
  return {
    spans: rows.flatMap((row) => (row.kind === "span" ? row.payload : [])),
    stackEvents: rows.flatMap((row) => (row.kind === "stack" ? row.payload : [])),
  };
}

type Medians = { compared: number; total_ms: number | null; now: Date; rows: { name: StepName | "queue"; median_ms: number }[] };

/** Medians over the stage's last ten successful deployments of the same kind before this one. */
async function readMedians(db: Database, deploymentId: string): Promise<Medians> {
  const { rows } = await db.pool.query<Medians>(mediansSql, [deploymentId]);
  return rows[0] ?? { compared: 0, total_ms: null, now: new Date(), rows: [] };
}

const mediansSql = `
  WITH last AS (
    SELECT d.id, d.created_at, d.started_at, d.finished_at FROM deployments d JOIN deployments own ON own.id = $1
    WHERE d.stage_id = own.stage_id AND d.kind = own.kind AND d.number < own.number AND d.state = 'succeeded'
    ORDER BY d.number DESC LIMIT 10
  ), times AS (
    SELECT s.name, extract(epoch FROM s.finished_at - s.started_at) * 1000 AS ms
    FROM last JOIN steps s ON s.deployment_id = last.id WHERE s.state = 'succeeded' AND s.started_at IS NOT NULL
    UNION ALL
    SELECT 'queue', extract(epoch FROM started_at - created_at) * 1000 FROM last WHERE started_at IS NOT NULL
  ), medians AS (
    SELECT name, GREATEST(0, round(percentile_cont(0.5) WITHIN GROUP (ORDER BY ms)))::float8 AS median_ms FROM times GROUP BY name
  )
  SELECT (SELECT count(*) FROM last)::int AS compared,
         (SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM finished_at - created_at) * 1000))::float8 FROM last) AS total_ms,
         now() AS now,
         COALESCE((SELECT json_agg(medians) FROM medians), '[]') AS rows`;
