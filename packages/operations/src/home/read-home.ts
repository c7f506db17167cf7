import type { DeploymentSummary } from "@windlass/contracts/deployment";
import type { Home } from "@windlass/contracts/home";
import { authorize, type OperationContext } from "../context.js";
import { summaryColumns, summaryTables, toSummary, type SummaryRow } from "../deployment/deployment-summary.js";
import { listServices } from "../service/list-services.js";

const days = 7;
/** A home page is read at a glance; the list of services has the rest. */
const mostServices = 100;
const mostAttention = 20;

/** What the home page shows, but for whether this server has a sample. */
export async function readHome(context: OperationContext): Promise<Omit<Home, "sampleAvailable">> {
  authorize(context, "service:read");
  const [attention, services, deploymentsPerDay, first] = await Promise.all([
    readAttention(context),
    listServices(context, { limit: mostServices }),
    readDeploymentsPerDay(context),
    readFirstSteps(context),
  ]);
  return { attention, services: services.items, deploymentsPerDay, ...first };
}

/** Deployments that wait for a decision, and last ones of their stage that ended badly. A preview that failed troubles nobody. */
async function readAttention({ db }: OperationContext): Promise<DeploymentSummary[]> {
  const { rows } = await db.pool.query<SummaryRow>(
    `SELECT ${summaryColumns} FROM stages a
     CROSS JOIN LATERAL (
       (SELECT id FROM deployments l WHERE l.stage_id = a.id AND l.kind <> 'preview' ORDER BY l.number DESC LIMIT 1)
       UNION SELECT id FROM deployments w WHERE w.stage_id = a.id AND w.state = 'awaiting_approval'
     ) last
     JOIN (${summaryTables}) ON d.id = last.id
     WHERE a.archived_at IS NULL AND d.state IN ('failed', 'rolled_back', 'awaiting_approval') ORDER BY d.id DESC LIMIT ${mostAttention}`,
  );
  return rows.map(toSummary);
}

async function readDeploymentsPerDay({ db }: OperationContext): Promise<Home["deploymentsPerDay"]> {
  const { rows } = await db.pool.query<Home["deploymentsPerDay"][number]>(
    `SELECT to_char(day, 'YYYY-MM-DD') AS day,
            count(d.id) FILTER (WHERE d.state = 'succeeded')::int AS succeeded,
            count(d.id) FILTER (WHERE d.state IN ('failed', 'rolled_back'))::int AS failed
     FROM generate_series((now() AT TIME ZONE 'UTC')::date - ${days - 1}, (now() AT TIME ZONE 'UTC')::date, interval '1 day') AS day
     LEFT JOIN (
       -- Ids begin with their time, so the primary key serves the range; one day more for what ran overnight.
       SELECT id, state, finished_at FROM deployments WHERE id >= $1::uuid
     ) d ON (d.finished_at AT TIME ZONE 'UTC')::date = day
     GROUP BY day ORDER BY day`,
    [firstIdOf(Date.now() - (days + 1) * 86_400_000)],
  );
  return rows;
}

/** The least UUID v7 of a millisecond. */
function firstIdOf(timeMs: number): string {
  const hex = timeMs.toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

async function readFirstSteps({ db }: OperationContext): Promise<Pick<Home, "hasAccount" | "hasRepository">> {
  const { rows } = await db.pool.query<{ account: boolean; repository: boolean }>(
    "SELECT EXISTS (SELECT 1 FROM aws_accounts) AS account, EXISTS (SELECT 1 FROM repositories) AS repository",
  );
  return { hasAccount: rows[0]?.account === true, hasRepository: rows[0]?.repository === true };
}
