import { terminalStates } from "@windlass/contracts/deployment-state";
import type { Commit } from "@windlass/contracts/release";
import type { DatabaseClient } from "@windlass/database/database";
import type { Delivery } from "@windlass/database/generated/client";
import type { OperationContext } from "../context.js";
import { insertDeployment } from "../deployment/insert-deployment.js";
import { supersedePushes } from "../deployment/supersede-pushes.js";
import { inSqlTransaction } from "../in-transaction.js";
import type { StageVerdict } from "./decide-stage.js";
import { findNeeds } from "./find-needs.js";
import { findNewerPush } from "./find-newer-push.js";
import type { MatchedStage } from "./match-repositories.js";

export type PushedDeployment = {
  stage: MatchedStage;
  delivery: Pick<Delivery, "id" | "run" | "again" | "provider">;
  /** The branch, or the tag as `refs/tags/…`. */
  ref: string;
  commit: Commit | null;
  /** Names of all services that the stage's own depends on. */
  dependencies: readonly string[];
  /** What it is deployed together with. */
  group: { id: string; wave: number } | null;
};

/**
 * Deploys a stage for a push, unless a newer push of the same ref was first, or what the stage last deployed of the ref is that very
 * commit. The stage's row is held meanwhile, so that of two deliveries one sees what the other did. May run twice: a
 * delivery deploys a stage once.
 */
export async function deployStage(context: OperationContext, push: PushedDeployment): Promise<StageVerdict> {
  const { stage, delivery } = push;
  const { verdict, id } = await inSqlTransaction(context.db, async (client): Promise<{ verdict: StageVerdict; id: string | null }> => {
    await client.query("SELECT 1 FROM stages WHERE id = $1 FOR UPDATE", [stage.id]);
    const refused = (await isDeployedBy(client, push)) ? null : ((await outdated(client, push)) ?? (delivery.again ? null : await alreadyDeployed(client, push)));
    if (refused) return { verdict: refused, id: null };
    const { dependencies, ref, group } = push;
    const needs = await findNeeds(client, { dependencies, stage: stage.stage, ref, delivery });
    const inserted = await insertDeployment(context, {
      client,
      group,
      needs,
      stage: { service: stage.service, stage: stage.stage },
      kind: "deploy",
      ref,
      deliveryId: delivery.id,
      deliveryRun: delivery.run,
      ...(push.commit === null ? {} : { commit: push.commit }),
    });
    return { verdict: { reason: "deployed", message: "Deploys." }, id: inserted.id };
  });
  if (id !== null) await supersedePushes(context, { deploymentId: id });
  return verdict;
}

async function isDeployedBy(client: DatabaseClient, { delivery, stage }: PushedDeployment): Promise<boolean> {
  const { rowCount } = await client.query("SELECT 1 FROM deployments WHERE delivery_id = $1 AND stage_id = $2 AND delivery_run = $3", [delivery.id, stage.id, delivery.run]);
  return rowCount !== 0;
}

async function outdated(client: DatabaseClient, { delivery, stage, ref }: PushedDeployment): Promise<StageVerdict | null> {
  const newer = await findNewerPush(client, { deliveryId: delivery.id, stageId: stage.id });
  if (newer === null) return null;
  if (newer.deleted) return { reason: "outdated", message: `${ref} was deleted after this push.` };
  const by = newer.number === null ? "" : ` as #${newer.number}`;
  return { reason: "outdated", message: `A newer push of ${ref} arrived before this one and was deployed${by}.` };
}

/** What failed is tried again by a push that says so; one that was only found is no reason to. */
async function alreadyDeployed(client: DatabaseClient, { delivery, stage, ref, commit }: PushedDeployment): Promise<StageVerdict | null> {
  const again = delivery.provider === "windlass" ? [] : terminalStates.filter((state) => state !== "succeeded");
  const { rows } = await client.query<{ number: number }>(sameCommitSql, [stage.id, ref, commit?.sha ?? null, again]);
  const [same] = rows;
  return same ? { reason: "already_deployed", message: `#${same.number} was asked to deploy this commit already.` } : null;
}

/** The last deployment of the ref, where it is of this commit and nothing else, and did not end in one of the states. */
const sameCommitSql = `
  SELECT last.number FROM (
    SELECT number, commit_sha, state, options FROM deployments
    WHERE stage_id = $1 AND kind = 'deploy' AND ref = $2 ORDER BY number DESC LIMIT 1
  ) last
  WHERE last.commit_sha = $3 AND NOT last.options ? 'upload' AND last.state <> ALL ($4::text[])`;
