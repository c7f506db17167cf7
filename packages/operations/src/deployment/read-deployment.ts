import type { Deployment, Endpoint, Output } from "@windlass/contracts/deployment";
import type { CanaryReport } from "@windlass/contracts/canary";
import type { DeploymentOptions } from "@windlass/contracts/deployment-options";
import { deploymentResultsSchema } from "@windlass/contracts/deployment-results";
import { WindlassError } from "@windlass/contracts/error";
import type { GuardReport } from "@windlass/contracts/guard";
import { stepNames, type Step, type StepName, type StepState } from "@windlass/contracts/step";
import { authorize, type OperationContext } from "../context.js";
import type { StageAddress } from "../stage/find-stage.js";
import { reportColumn, reportTable, toForgeReport, type StoredReport } from "../report/report-view.js";
import { blockerColumns, blockerTable, toBlocker, type BlockerRow } from "./deployment-blocker.js";
import { summaryColumns, summaryTables, toSummary, type SummaryRow } from "./deployment-summary.js";

export type DeploymentAddress = StageAddress & { number: number };

/** One deployment by its stage and number. Throws `not_found`. */
export async function readDeployment(context: OperationContext, address: DeploymentAddress): Promise<Deployment> {
  authorize(context, "deployment:read");
  const found = await read(context, "address", [address.service, address.stage, address.number]);
  if (found) return found;
  throw new WindlassError("not_found", `Stage ${address.stage} of ${address.service} has no deployment ${address.number}.`);
}

/** One deployment by its id. Throws `not_found`. */
export async function readDeploymentById(context: OperationContext, id: string): Promise<Deployment> {
  authorize(context, "deployment:read");
  const found = await read(context, "id", [id]);
  if (found) return found;
  throw new WindlassError("not_found", `There is no deployment with the id ${id}.`);
}

type StepRow = { name: StepName; state: StepState; started_at: string | null; finished_at: string | null };
type Row = SummaryRow &
  BlockerRow & { outputs: Output[]; endpoints: Endpoint[]; options: DeploymentOptions; results: unknown; guards: GuardReport | null; canary: CanaryReport | null; last_seq: number; superseded_by: number | null; group_id: string | null; wave: number | null; cancel_note: string | null; can_roll_back_to: boolean; report: StoredReport | null; steps: StepRow[] | null };

const conditions = { address: "v.name = $1 AND s.name = $2 AND d.number = $3", id: "d.id = $1" };

const selectSql = `
  SELECT ${summaryColumns}, ${blockerColumns}, d.outputs, d.endpoints, d.options, d.results, d.results -> 'guards' AS guards,
         d.results -> 'canary' AS canary, d.last_seq, d.superseded_by, d.cancel_note, d.group_id, d.wave,
         (d.state = 'succeeded' AND d.kind IN ('deploy', 'rollback') AND d.release_id IS NOT NULL
           AND s.current_release_id IS NOT NULL AND s.current_release_id <> d.release_id
           AND NOT EXISTS (SELECT FROM releases g WHERE g.id = d.release_id AND g.collected_at IS NOT NULL)) AS can_roll_back_to,
         (SELECT json_agg(t) FROM (SELECT name, state, started_at, finished_at FROM steps WHERE deployment_id = d.id) t) AS steps, ${reportColumn}
  FROM ${summaryTables} LEFT JOIN ${blockerTable} LEFT JOIN ${reportTable}`;

/** The commonest read of all: prepared once for each connection, because planning it costs more than running it. */
async function read(context: OperationContext, by: keyof typeof conditions, values: unknown[]): Promise<Deployment | null> {
  const text = `${selectSql} WHERE ${conditions[by]}`;
  const { rows } = await context.db.pool.query<Row>({ name: `read-deployment-by-${by}`, text, values });
  const row = rows[0];
  if (!row) return null;
  return {
    ...toSummary(row),
    steps: (row.steps ?? []).map(toStep).toSorted((a, b) => stepNames.indexOf(a.name) - stepNames.indexOf(b.name)),
    outputs: row.outputs,
    endpoints: row.endpoints,
    blocker: toBlocker(row),
    supersededBy: row.superseded_by,
    freezeOverriddenBy: row.freeze_overridden_by,
    cancelNote: row.cancel_note,
    lastSeq: row.last_seq,
    group: row.group_id === null ? null : { id: row.group_id, wave: row.wave ?? 1 },
    options: row.options,
    results: deploymentResultsSchema.parse(row.results),
    guards: row.guards,
    canary: row.canary,
    canRollBackTo: row.can_roll_back_to,
    report: toForgeReport(row.report),
  };
}

function toStep(row: StepRow): Step {
  const startedAt = row.started_at === null ? null : new Date(row.started_at);
  const finishedAt = row.finished_at === null ? null : new Date(row.finished_at);
  return {
    name: row.name,
    state: row.state,
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    durationMs: startedAt && finishedAt ? Math.max(0, finishedAt.getTime() - startedAt.getTime()) : null,
  };
}
