import { pullWords } from "@windlass/contracts/pull-words";
import type { DatabaseClient } from "@windlass/database/database";
import type { OperationContext } from "../context.js";
import { insertDeployment } from "../deployment/insert-deployment.js";
import { cancelIfAllowed } from "../deployment/request-cancellation.js";
import { findBase, pullHeadRef } from "./ensure-stage.js";
import { hasDeployed, refuse, type PreviewDeployment, type Settled } from "./preview-deployment.js";

/**
 * Asks for the plan of what a pull request's newest commit would change of the service's base stage, unless that was asked for already; the plan of
 * an earlier commit is taken back. Nothing is deployed. Its config is given what a preview's stage would be given of the base stage's parameters, and a
 * stranger's commit is built as untrusted code. The caller's transaction holds the service.
 */
export async function planPull(context: OperationContext, client: DatabaseClient, input: PreviewDeployment): Promise<Settled> {
  const { service, pull, delivery, previewId, untrusted } = input;
  const base = await findBase(client, service);
  if (base === null) return refuse(client, previewId, { reason: "previews_off", message: `The stage ${service.settings.baseStage ?? ""}, against which ${pullWords(service.host).many} are planned, is gone.` });
  const before = await findPlan(client, previewId);
  if (before?.isSame(pull.headSha) === true && delivery?.again !== true) return { verdict: { reason: "already_deployed", message: `#${before.number} was asked to plan this commit already.` }, deploymentId: null };
  if (before !== null) await cancelIfAllowed(context, client, before.id);
  await client.query("SELECT 1 FROM stages WHERE id = $1 FOR UPDATE", [base.id]);
  const { parameters: names, secrets } = service.settings;
  const parameters = { names, secrets: secrets && !untrusted };
  const isFirstOfDelivery = delivery !== null && !(await hasDeployed(client, { delivery, stageId: base.id }));
  const { id } = await insertDeployment(context, {
    client,
    stage: { service: service.name, stage: base.name },
    kind: "preview",
    trigger: "push",
    ref: pullHeadRef(service.host, pull),
    commit: { sha: pull.headSha, message: "", author: "", committedAt: null },
    options: untrusted ? { trust: "untrusted", parameters } : { parameters },
    ...(isFirstOfDelivery ? { deliveryId: delivery.id, deliveryRun: delivery.run } : {}),
  });
  await client.query("UPDATE previews SET plan_id = $2 WHERE id = $1", [previewId, id]);
  return { verdict: { reason: "deployed", message: `Plans what it would change of ${base.name}.` }, deploymentId: id };
}

type Plan = { id: string; number: number; commit_sha: string | null; state: string };

async function findPlan(client: DatabaseClient, previewId: string): Promise<{ id: string; number: number; isSame: (sha: string) => boolean } | null> {
  const { rows } = await client.query<Plan>("SELECT d.id, d.number, d.commit_sha, d.state FROM previews p JOIN deployments d ON d.id = p.plan_id WHERE p.id = $1", [previewId]);
  const [plan] = rows;
  return plan === undefined ? null : { id: plan.id, number: plan.number, isSame: (sha) => plan.commit_sha === sha && plan.state !== "cancelled" };
}
