import { activeStates, deploymentTransitions, terminalStates } from "@windlass/contracts/deployment-state";
import type { Executor } from "../deployment-run/fence.js";

export type Violation = { invariant: string; subject: string };

/**
 * What must hold at every moment, whatever has failed: looked for in one statement, so in one state of the database.
 * `settled` adds what holds only once every outage is over for a minute.
 */
export async function findViolations(db: Executor, options: { settled: boolean } = { settled: false }): Promise<Violation[]> {
  const legal = Object.entries(deploymentTransitions).flatMap(([from, targets]) => targets.map((to) => `${from} ${to}`));
  const { rows } = await db.query<Violation>(options.settled ? `${alwaysSql} UNION ALL ${settledSql}` : alwaysSql, [activeStates, terminalStates, legal]);
  return rows;
}

/** Those of the named change sets (`windlass-<deployment id>`) that no deployment stands behind. */
export async function findOrphanedChangeSets(db: Executor, changeSets: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ name: string }>(
    "SELECT name FROM unnest($1::text[]) AS name WHERE NOT EXISTS (SELECT 1 FROM deployments WHERE 'windlass-' || id = name)",
    [changeSets],
  );
  return rows.map(({ name }) => name);
}

/** Those of the ids, each of which was answered with 2XX, that have no row. */
export async function findLostIds(db: Executor, table: "deployments" | "deliveries", ids: readonly string[]): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `SELECT id FROM unnest($1::uuid[]) AS id WHERE NOT EXISTS (SELECT 1 FROM ${table} t WHERE t.id = id.id)`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

const alwaysSql = `
  SELECT 'one running deployment per stage' AS invariant, stage_id::text AS subject
  FROM deployments WHERE state = ANY ($1::text[]) GROUP BY stage_id HAVING count(*) > 1
  UNION ALL
  SELECT 'every executed change set has one deployment', s.output ->> 'changeSetId'
  FROM steps s WHERE s.name = 'plan' AND s.output ->> 'changeSetId' IS NOT NULL
  GROUP BY s.output ->> 'changeSetId' HAVING count(*) > 1
  UNION ALL
  SELECT 'an applied plan was made', a.deployment_id::text
  FROM steps a JOIN steps p ON p.deployment_id = a.deployment_id AND p.name = 'plan'
  WHERE a.name = 'apply' AND a.state = 'succeeded' AND p.state <> 'succeeded'
  UNION ALL
  SELECT 'the history is dense', d.id::text
  FROM deployments d LEFT JOIN events e ON e.deployment_id = d.id
  GROUP BY d.id, d.last_seq HAVING count(e.seq) <> d.last_seq OR COALESCE(max(e.seq), 0) <> d.last_seq
  UNION ALL
  SELECT 'the history ends in the state', d.id::text
  FROM deployments d, LATERAL (
    SELECT e.payload ->> 'to' AS state FROM events e WHERE e.deployment_id = d.id AND e.kind = 'state' ORDER BY e.seq DESC LIMIT 1
  ) told WHERE told.state <> d.state
  UNION ALL
  SELECT 'every move is legal', moves.deployment_id || ' ' || moves.before || ' ' || moves.after
  FROM (
    SELECT deployment_id, payload ->> 'from' AS before, payload ->> 'to' AS after,
           lag(payload ->> 'to') OVER (PARTITION BY deployment_id ORDER BY seq) AS earlier
    FROM events WHERE kind = 'state'
  ) moves
  WHERE moves.before IS NOT NULL AND (moves.before <> moves.earlier OR moves.before || ' ' || moves.after <> ALL ($3::text[]))
  UNION ALL
  SELECT 'what has ended has an end, and only that', id::text
  FROM deployments WHERE (state = ANY ($2::text[])) <> (finished_at IS NOT NULL)
  UNION ALL
  SELECT 'no step is left open at the end', d.id || ' ' || s.name
  FROM deployments d JOIN steps s ON s.deployment_id = d.id WHERE d.state = ANY ($2::text[]) AND s.state IN ('pending', 'running')
  UNION ALL
  SELECT 'numbers are dense', stage_id::text FROM deployments GROUP BY stage_id HAVING max(number) <> count(*)
  UNION ALL
  SELECT 'every request is audited', d.id::text
  FROM deployments d WHERE NOT EXISTS (SELECT 1 FROM audit_events a WHERE a.entity_id = d.id::text AND a.action = 'deployment.requested')`;

const settledSql = `
  SELECT 'the outbox is younger than 60 s', id::text FROM outbox WHERE sent_at IS NULL AND created_at < now() - interval '60 seconds'
  UNION ALL
  SELECT 'somebody works on what runs', id::text FROM deployments
  WHERE state IN ('preparing', 'planning', 'deploying', 'verifying', 'rolling_back') AND lease_expires_at < now() - interval '60 seconds'
  UNION ALL
  SELECT 'every delivery is processed', id::text FROM deliveries
  WHERE processed_at IS NULL AND received_at < now() - interval '60 seconds'`;
