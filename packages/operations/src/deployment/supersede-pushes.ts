import type { DeploymentState } from "@windlass/contracts/deployment-state";
import { errorCatalog } from "@windlass/contracts/error";
import { stageSettingsSchema } from "@windlass/contracts/stage-settings";
import type { DatabaseClient } from "@windlass/database/database";
import { authorize, type OperationContext } from "../context.js";
import { advanceDeployment, type Move } from "../deployment-run/advance-deployment.js";
import { inSqlTransaction } from "../in-transaction.js";
import { insertAudit } from "../insert-audit.js";

export type Supersede = {
  /** The deployment that a push has just caused. */
  deploymentId: string;
};

/**
 * Where the stage says so, ends the deployments of older pushes to the same branch that have not begun, or whose plan nobody
 * has approved yet: the new one brings their commits. Does nothing for one that has ended. May run twice.
 */
export async function supersedePushes(context: OperationContext, input: Supersede): Promise<void> {
  authorize(context, "deployment:create");
  await inSqlTransaction(context.db, async (client) => {
    const own = await lockOwn(client, input);
    if (!own || !stageSettingsSchema.parse(own.settings).supersedePushes) return;
    for (const older of await lockOlder(client, input.deploymentId)) await supersede(context, client, { older, by: own.number });
  });
}

type Row = { id: string; number: number; state: DeploymentState; lease_epoch: number; label: string };
type Own = Row & { settings: unknown };

const row = "d.id, d.number, d.state, d.lease_epoch, v.name || '/' || s.name || '#' || d.number AS label";
const tables = "deployments d JOIN stages s ON s.id = d.stage_id JOIN services v ON v.id = s.service_id";

async function lockOwn(client: DatabaseClient, { deploymentId }: Supersede): Promise<Own | undefined> {
  const { rows } = await client.query<Own>(
    `SELECT ${row}, s.settings FROM ${tables} WHERE d.id = $1 AND d.kind = 'deploy' AND d.trigger = 'push' AND d.finished_at IS NULL FOR UPDATE OF d`,
    [deploymentId],
  );
  return rows[0];
}

/** Held, so that no worker begins one and nobody approves it between the look and the end. */
async function lockOlder(client: DatabaseClient, newId: string): Promise<Row[]> {
  const { rows } = await client.query<Row>(
    `SELECT ${row} FROM ${tables} JOIN deployments n ON n.id = $1
     WHERE d.stage_id = n.stage_id AND d.number < n.number AND d.kind = 'deploy' AND d.trigger = 'push'
       AND d.ref IS NOT DISTINCT FROM n.ref AND d.state IN ('queued', 'awaiting_approval')
     ORDER BY d.number FOR UPDATE OF d`,
    [newId],
  );
  return rows;
}

async function supersede({ actor }: OperationContext, client: DatabaseClient, { older, by }: { older: Row; by: number }): Promise<void> {
  if (older.state === "awaiting_approval" && (await isApproved(client, older.id))) return;
  const error = { code: "superseded", message: `Superseded by #${by}, a newer push to the same branch.`, hint: errorCatalog.superseded.hint } as const;
  const move = moveFrom(older.state, { error, supersededBy: by });
  if (!move || !(await advanceDeployment(client, { deploymentId: older.id, epoch: older.lease_epoch }, move)).moved) return;
  await insertAudit(client, actor, {
    action: "deployment.superseded",
    entity: { type: "deployment", id: older.id, name: older.label },
    data: { by },
  });
}

/** A statement of its own, after the row is held: it sees an approval that was given while the row was waited for. */
async function isApproved(client: DatabaseClient, deploymentId: string): Promise<boolean> {
  const { rowCount } = await client.query("SELECT 1 FROM approvals WHERE deployment_id = $1 AND decision = 'approve' LIMIT 1", [deploymentId]);
  return rowCount !== 0;
}

function moveFrom(from: DeploymentState, rest: Pick<Move, "error" | "supersededBy">): Move | null {
  if (from === "queued" || from === "awaiting_approval") return { from, to: "superseded", ...rest };
  return null;
}
