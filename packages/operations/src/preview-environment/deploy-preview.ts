import { reachableFrom } from "@windlass/contracts/service-graph";
import type { DatabaseClient } from "@windlass/database/database";
import type { OperationContext } from "../context.js";
import { findNeeds } from "../delivery/find-needs.js";
import { insertDeployment } from "../deployment/insert-deployment.js";
import { readServiceGraph } from "../service/service-graph.js";
import { ensureStage, pullHeadRef } from "./ensure-stage.js";
import { planPull } from "./plan-pull.js";
import { deploys, hasDeployed, refuse, type PreviewDeployment, type Settled } from "./preview-deployment.js";

/** Makes the preview's stage and asks for the deployment of the pull request's newest commit, unless that was asked for already. The caller's transaction holds the service. */
export async function deployPreview(context: OperationContext, client: DatabaseClient, input: PreviewDeployment): Promise<Settled> {
  const { service, pull, delivery, previewId } = input;
  if (service.settings.gives === "plan") return planPull(context, client, input);
  const stage = await ensureStage(client, input);
  if (stage === "no_base") return refuse(client, previewId, { reason: "previews_off", message: `The stage ${service.settings.baseStage ?? ""}, of which previews are made, is gone.` });
  if (stage === "no_account") return refuse(client, previewId, { reason: "previews_off", message: `The account ${service.settings.account ?? ""}, in which previews are to be, is gone.` });
  if (stage === "name_taken") return refuse(client, previewId, { reason: "stage_name_taken", message: `${service.name} has another stage that is called pr-${pull.number}.` });
  await client.query("UPDATE previews SET stage_id = $2, plan_id = NULL WHERE id = $1", [previewId, stage.id]);
  const same = delivery?.again === true ? null : await findSame(client, { stageId: stage.id, sha: pull.headSha });
  if (same !== null) return { verdict: { reason: "already_deployed", message: `#${same} was asked to deploy this commit already.` }, deploymentId: null };
  const isFirstOfDelivery = delivery !== null && !(await hasDeployed(client, { delivery, stageId: stage.id }));
  const dependencies = reachableFrom(service.name, await readServiceGraph(context.db.prisma));
  const ref = pullHeadRef(service.host, pull);
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
  return { verdict: { reason: "deployed", message: deploys }, deploymentId: id };
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
