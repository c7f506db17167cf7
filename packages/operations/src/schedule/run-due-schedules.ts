import { stageSettingsSchema } from "@windlass/contracts/stage-settings";
import type { DatabaseClient } from "@windlass/database/database";
import { authorize, type OperationContext } from "../context.js";
import { insertDeployment } from "../deployment/insert-deployment.js";
import { advanceDeployment } from "../deployment-run/advance-deployment.js";
import { findMissingDependency } from "../deployment/dependency-state.js";
import { inSqlTransaction } from "../in-transaction.js";
import type { StageAddress } from "../stage/find-stage.js";
import { nextTimes } from "./next-times.js";

/**
 * Deploys what the branch has now of every stage whose schedule says that it is time, by the database's clock. A stage is taken by
 * one worker; however many times were missed, it is deployed once, and not while the deployment of an earlier time waits, nor
 * after it was removed; it waits for what is under way on the stages that it depends on. Returns the deployments that it asked for.
 */
export async function runDueSchedules(context: OperationContext): Promise<string[]> {
  authorize(context, "deployment:create");
  const asked: string[] = [];
  for (;;) {
    const id = await inSqlTransaction(context.db, (client) => runOne(context, client));
    if (id === undefined) return asked;
    if (id !== null) asked.push(id);
  }
}

type Due = { id: string; service: string; stage: string; settings: unknown; now: Date; wanted: boolean };

/** The deployment of a stage whose time has come; null when it is not to be deployed, undefined when no stage is left. */
async function runOne(context: OperationContext, client: DatabaseClient): Promise<string | null | undefined> {
  const { rows } = await client.query<Due>(dueSql);
  const [due] = rows;
  if (!due) return undefined;
  const { schedule } = stageSettingsSchema.parse(due.settings);
  const next = schedule === null ? null : nextTimes(schedule, { from: due.now, count: 1 })[0];
  await client.query("UPDATE stages SET schedule_next_at = $2 WHERE id = $1", [due.id, next]);
  if (schedule === null || !due.wanted) return null;
  return insertScheduled(context, client, { service: due.service, stage: due.stage });
}

/** Where nothing is deployed of what it depends on, the deployment is there all the same, cancelled with the reason: nobody waits for an answer. */
async function insertScheduled(context: OperationContext, client: DatabaseClient, stage: StageAddress): Promise<string> {
  const deployment = { client, stage, kind: "deploy", trigger: "schedule" } as const;
  const missing = await findMissingDependency(client, stage);
  if (missing === null) return (await insertDeployment(context, { ...deployment, afterDependencies: true })).id;
  const { id } = await insertDeployment(context, deployment);
  await advanceDeployment(client, { deploymentId: id, epoch: 0 }, { from: "queued", to: "cancelled", error: missing.toProblemDetail() });
  return id;
}

const dueSql = `
  SELECT s.id, v.name AS service, s.name AS stage, s.settings, now() AS now,
         s.status <> 'removed' AND NOT EXISTS (
           SELECT 1 FROM deployments d WHERE d.stage_id = s.id AND d.trigger = 'schedule' AND d.state = 'queued') AS wanted
  FROM stages s JOIN services v ON v.id = s.service_id
  WHERE s.schedule_next_at <= now()
  ORDER BY s.schedule_next_at LIMIT 1 FOR UPDATE OF s SKIP LOCKED`;
