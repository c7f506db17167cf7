import type { Blocker, Deployment, Endpoint, Output } from "@windlass/contracts/deployment";
import type { CanaryReport } from "@windlass/contracts/canary";
import type { DeploymentOptions } from "@windlass/contracts/deployment-options";
import { deploymentResultsSchema } from "@windlass/contracts/deployment-results";
import { WindlassError } from "@windlass/contracts/error";
import type { GuardReport } from "@windlass/contracts/guard";
import { stepNames, type Step, type StepName, type StepState } from "@windlass/contracts/step";
import { authorize, type OperationContext } from "../context.js";
import type { StageAddress } from "../stage/find-stage.js";
import { reportColumn, reportTable, toForgeReport, type StoredReport } from "../report/report-view.js";
import { blockerColumns, blockerTable, toBlocker, toStackBlocker, waitColumns, type BlockerRow, type WaitRow } from "./deployment-blocker.js";
import { summaryColumns, summaryTables, toSummary, type SummaryRow } from "./deployment-summary.js";

export type DeploymentAddress = StageAddress & { number: number };

/** One deployment by its stage and number. Throws `not_found`. */
export async function readDeployment(context: OperationContext, address: DeploymentAddress): Promise<Deployment> {
  authorize(context, "deployment:read");
  const row = await find<Row>(context, selectByAddress, [address.service, address.stage, address.number]);
  if (row) return row.state === "queued" ? readDeploymentById(context, row.id) : toDeployment(row, toStackBlocker(row));
  throw new WindlassError("not_found", `Stage ${address.stage} of ${address.service} has no deployment ${address.number}.`);
}

/** One deployment by its id, which is most often one that has just been asked for. Throws `not_found`. */
export async function readDeploymentById(context: OperationContext, id: string): Promise<Deployment> {
  authorize(context, "deployment:read");
  const row = await find<Row & BlockerRow>(context, selectWithBlocker, [id]);
  if (row) return toDeployment(row, toBlocker(row));
  throw new WindlassError("not_found", `There is no deployment with the id ${id}.`);
}

type StepRow = { name: StepName; state: StepState; started_at: string | null; finished_at: string | null };
type Row = SummaryRow &
  WaitRow & { outputs: Output[]; endpoints: Endpoint[]; options: DeploymentOptions; results: unknown; guards: GuardReport | null; canary: CanaryReport | null; last_seq: number; superseded_by: number | null; group_id: string | null; wave: number | null; cancel_note: string | null; can_roll_back_to: boolean; report: StoredReport | null; steps: StepRow[] | null };

const columns = `d.outputs, d.endpoints, d.options, d.results, d.results -> 'guards' AS guards,
         d.results -> 'canary' AS canary, d.last_seq, d.superseded_by, d.cancel_note, d.group_id, d.wave,
         (d.state = 'succeeded' AND d.kind IN ('deploy', 'rollback') AND d.release_id IS NOT NULL
           AND s.current_release_id IS NOT NULL AND s.current_release_id <> d.release_id
           AND NOT EXISTS (SELECT FROM releases g WHERE g.id = d.release_id AND g.collected_at IS NOT NULL)) AS can_roll_back_to,
         (SELECT json_agg(t) FROM (SELECT name, state, started_at, finished_at FROM steps WHERE deployment_id = d.id) t) AS steps, ${reportColumn}`;

/** What a queued deployment waits for costs twice the rest, and most that are looked at have left the queue. */
const selectByAddress = {
  name: "read-deployment-by-address",
  text: `SELECT ${summaryColumns}, ${waitColumns}, ${columns} FROM ${summaryTables} LEFT JOIN ${reportTable} 
    WHERE d.stage_id = (SELECT ts.id FROM stages ts JOIN services tv ON tv.id = ts.service_id WHERE tv.name = $1 AND ts.name = $2) AND d.number = $3`,
};
const selectWithBlocker = {
  name: "read-deployment-by-id",
  text: `SELECT ${summaryColumns}, ${blockerColumns}, ${columns} FROM ${summaryTables} LEFT JOIN ${blockerTable} LEFT JOIN ${reportTable} WHERE d.id = $1`,
};

/** The commonest read of all: prepared once for each connection, because planning it costs more than running it. */
async function find<Found extends Row>(context: OperationContext, statement: { name: string; text: string }, values: unknown[]): Promise<Found | null> {
  const { rows } = await context.db.pool.query<Found>({ ...statement, values });
  return rows[0] ?? null;
}

function toDeployment(row: Row, blocker: Blocker | null): Deployment {
  return {
    steps: (row.steps ?? []).map(toStep).toSorted((a, b) => stepNames.indexOf(a.name) - stepNames.indexOf(b.name)),
    outputs: row.outputs,
    endpoints: row.endpoints,
    blocker,
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
    // Last: spread first, with as many properties behind it, V8 makes an object as slowly as a dictionary, 15 µs of each answer.
    ...toSummary(row),
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
