import type { Commit } from "@windlass/contracts/release";
import type { Database } from "@windlass/database/database";
import type { Delivery } from "@windlass/database/generated/client";
import { authorize, webhookContext, type OperationContext } from "../context.js";
import { insertDeployment } from "../deployment/insert-deployment.js";
import { supersedePushes } from "../deployment/supersede-pushes.js";
import { decidePush, type Decision } from "./decide-delivery.js";
import { findNewerPush } from "./find-newer-push.js";
import { commitOf, originSchema, pushSchema, type Push } from "./github-event.js";
import { matchRepositories, type MatchedStage } from "./match-repositories.js";

/**
 * Does what a stored delivery asks for and keeps on its row what that was and why. May run twice, also at once: a
 * delivery deploys a stage once. A delivery that is gone is nothing to do.
 */
export async function processDelivery(context: OperationContext, { deliveryId }: { deliveryId: string }): Promise<void> {
  authorize(context, "deployment:create");
  const { db } = context;
  const row = await db.prisma.delivery.findUnique({ where: { id: deliveryId } });
  if (!row || row.processedAt !== null) return;
  const { decision, repositoryId, commit, sender, push } = await decide(db, row);
  if (decision.reason === "deployed") await deploy(db, row, { stages: decision.stages, commit, sender, push });
  await db.prisma.delivery.updateMany({
    where: { id: deliveryId, processedAt: null },
    data: { reason: decision.reason, message: decision.message, repositoryId, processedAt: new Date() },
  });
}

/** Says on a delivery's row that it could not be processed, once the job has given up. */
export async function failDelivery(context: OperationContext, input: { deliveryId: string; message: string }): Promise<void> {
  authorize(context, "deployment:create");
  await context.db.prisma.delivery.updateMany({
    where: { id: input.deliveryId, processedAt: null },
    data: { reason: "failed", message: input.message, processedAt: new Date() },
  });
}

type Outcome = { decision: Decision; repositoryId: string | null; commit: Commit | null; sender: string; push: Push | null };

async function decide(db: Database, row: Delivery): Promise<Outcome> {
  const none = { repositoryId: null, commit: null, sender: "GitHub", push: null };
  if (row.event === "ping") {
    const [repositoryId] = (await matchRepositories(db, originSchema.safeParse(row.payload).data ?? {})).repositoryIds;
    return { ...none, repositoryId: repositoryId ?? null, decision: { reason: "ping", message: "GitHub can reach this server." } };
  }
  if (row.event !== "push") {
    return { ...none, decision: { reason: "event_not_handled", message: `Windlass does nothing for the event ${row.event}.` } };
  }
  const push = pushSchema.safeParse(row.payload);
  if (!push.success) {
    const field = push.error.issues[0]?.path.join(".") ?? "";
    return { ...none, decision: { reason: "payload_invalid", message: `The payload is not that of a push: ${field} is missing or wrong.` } };
  }
  const matched = await matchRepositories(db, push.data);
  return {
    decision: decidePush(push.data, matched, { isOutdated: await isOutdated(db, { row, push: push.data, repositoryIds: matched.repositoryIds }) }),
    repositoryId: matched.repositoryIds[0] ?? null,
    commit: commitOf(push.data),
    sender: push.data.sender?.login ?? "GitHub",
    push: push.data,
  };
}

/** Whether a push of the same branch that happened later was processed already: deliveries do not arrive in order. */
async function isOutdated(db: Database, input: { row: Delivery; push: Push; repositoryIds: readonly string[] }): Promise<boolean> {
  const { row, push, repositoryIds } = input;
  const pushedAt = push.repository.pushed_at;
  if (pushedAt === undefined) return false;
  const { rows } = await db.pool.query<{ newer: boolean }>(
    `SELECT EXISTS (
       SELECT 1 FROM deliveries
       WHERE repository_id = ANY ($1::uuid[]) AND id <> $2 AND event = 'push' AND ref = $3
         AND jsonb_typeof(payload -> 'repository' -> 'pushed_at') = 'number' AND payload -> 'repository' -> 'pushed_at' > to_jsonb($4::bigint)
     ) AS newer`,
    [repositoryIds, row.id, push.ref, pushedAt],
  );
  return rows[0]?.newer ?? false;
}

type Deploy = { stages: readonly MatchedStage[]; commit: Commit | null; sender: string; push: Push | null };

async function deploy(db: Database, row: Delivery, input: Deploy): Promise<void> {
  const context = webhookContext(db, { id: row.id, label: input.sender });
  const newer = input.push === null ? null : await findNewerPush(db, { deliveryId: row.id, push: input.push });
  for (const { service, stage, branch } of input.stages) {
    const { id } = await insertDeployment(context, {
      stage: { service, stage },
      kind: "deploy",
      ref: branch,
      deliveryId: row.id,
      ...(input.commit === null ? {} : { commit: input.commit }),
    });
    await supersedePushes(context, { deploymentId: id, newerDeliveryId: newer });
  }
}
