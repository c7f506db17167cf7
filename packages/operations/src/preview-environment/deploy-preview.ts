import { reachableFrom } from "@windlass/contracts/service-graph";
import type { DatabaseClient } from "@windlass/database/database";
import type { Delivery } from "@windlass/database/generated/client";
import type { OperationContext } from "../context.js";
import type { StageVerdict } from "../delivery/decide-stage.js";
import { findNeeds } from "../delivery/find-needs.js";
import { insertDeployment } from "../deployment/insert-deployment.js";
import type { Keyring } from "../sealing.js";
import { readServiceGraph } from "../service/service-graph.js";
import { ensureStage, pullHeadRef } from "./ensure-stage.js";
import type { PreviewService } from "./preview-service.js";

/** What became of a preview, and the deployment that was asked for. */
export type Settled = { verdict: StageVerdict; deploymentId: string | null };

/** The delivery that asks; null where a person does. */
export type AskingDelivery = Pick<Delivery, "id" | "run" | "again"> | null;

export type PreviewDeployment = {
  previewId: string;
  service: PreviewService;
  pull: { id: string; number: number; headSha: string };
  stageId: string | null;
  untrusted: boolean;
  delivery: AskingDelivery;
  keyring: Keyring;
};

/** Makes the preview's stage and asks for the deployment of the pull request's newest commit, unless that was asked for already. The caller's transaction holds the service. */
export async function deployPreview(context: OperationContext, client: DatabaseClient, input: PreviewDeployment): Promise<Settled> {
  const { service, pull, delivery, previewId } = input;
  const stage = await ensureStage(client, input);
  if (stage === "no_base") return refuse(client, previewId, { reason: "previews_off", message: `The stage ${service.settings.baseStage ?? ""}, of which previews are made, is gone.` });
  if (stage === "name_taken") return refuse(client, previewId, { reason: "stage_name_taken", message: `${service.name} has another stage that is called pr-${pull.number}.` });
  await client.query("UPDATE previews SET stage_id = $2 WHERE id = $1", [previewId, stage.id]);
  const same = delivery?.again === true ? null : await findSame(client, { stageId: stage.id, sha: pull.headSha });
  if (same !== null) return { verdict: { reason: "already_deployed", message: `#${same} was asked to deploy this commit already.` }, deploymentId: null };
  const isFirstOfDelivery = delivery !== null && !(await hasDeployed(client, { delivery, stageId: stage.id }));
  const dependencies = reachableFrom(service.name, await readServiceGraph(context.db.prisma));
  const ref = pullHeadRef(pull.number);
  const { id } = await insertDeployment(context, {
    client,
    needs: await findNeeds(client, { dependencies, stage: stage.name, ref, delivery }),
    stage: { service: service.name, stage: stage.name },
    kind: "deploy",
    trigger: "push",
    ref,
    commit: { sha: pull.headSha, message: "", author: "", committedAt: null },
    ...(isFirstOfDelivery ? { deliveryId: delivery.id, deliveryRun: delivery.run } : {}),
  });
  return { verdict: { reason: "deployed", message: "Deploys." }, deploymentId: id };
}

/** A preview that cannot have a stage is none: the next delivery tries again. */
async function refuse(client: DatabaseClient, previewId: string, verdict: Settled["verdict"]): Promise<Settled> {
  await client.query("UPDATE previews SET state = 'removed', reason = 'switched_off', message = $2, removed_at = now() WHERE id = $1 AND stage_id IS NULL", [previewId, verdict.message]);
  return { verdict, deploymentId: null };
}

/** The number of the stage's last deployment, where it is of this commit and was not taken back. */
async function findSame(client: DatabaseClient, { stageId, sha }: { stageId: string; sha: string }): Promise<number | null> {
  const { rows } = await client.query<{ number: number }>(
    `SELECT number FROM (
       SELECT number, kind, commit_sha, state FROM deployments WHERE stage_id = $1 AND kind IN ('deploy', 'remove') ORDER BY number DESC LIMIT 1
     ) last WHERE kind = 'deploy' AND commit_sha = $2 AND state <> 'cancelled'`,
    [stageId, sha],
  );
  return rows[0]?.number ?? null;
}

async function hasDeployed(client: DatabaseClient, { delivery, stageId }: { delivery: NonNullable<AskingDelivery>; stageId: string }): Promise<boolean> {
  const { rowCount } = await client.query("SELECT 1 FROM deployments WHERE delivery_id = $1 AND stage_id = $2 AND delivery_run = $3", [delivery.id, stageId, delivery.run]);
  return rowCount !== 0;
}
