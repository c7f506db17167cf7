import type { Delivery } from "@windlass/database/generated/client";
import { authorize, type OperationContext } from "../context.js";
import type { ChangesSource } from "./changed-files.js";
import type { Decision } from "./decide-delivery.js";
import { matchRepositories } from "./match-repositories.js";
import { processComment, type CommentWork } from "./process-comment.js";
import { processPullRequest, type PullWork } from "./process-pull-request.js";
import { readerOf, senderName } from "./providers/reader-of.js";
import { processPush } from "./process-push.js";

export type DeliveryWork = {
  deliveryId: string;
  /** Asked for what a push changes when its payload does not say; without it such a push deploys. */
  changes?: ChangesSource;
  /** What pull requests need; without it nothing is done for them. */
  pulls?: PullWork;
  /** What commands in comments need; without it nothing is done for them. */
  comments?: CommentWork;
};

/**
 * Does what a stored delivery asks for and keeps on its row what that was and why. May run twice, also at once: a
 * delivery deploys a stage once. A delivery that is gone is nothing to do.
 */
export async function processDelivery(context: OperationContext, { deliveryId, changes, pulls, comments }: DeliveryWork): Promise<void> {
  authorize(context, "deployment:create");
  const { db } = context;
  const row = await db.prisma.delivery.findUnique({ where: { id: deliveryId } });
  if (!row || row.processedAt !== null) return;
  const { reason, message, outcomes } = await decide(context, row, { changes, pulls, comments });
  await db.prisma.delivery.updateMany({
    where: { id: deliveryId, processedAt: null },
    data: {
      reason,
      message,
      decisions: outcomes.map(({ stage, reason: why, message: text }) => ({ stageId: stage.id, service: stage.service, stage: stage.stage, reason: why, message: text })),
      processedAt: new Date(),
    },
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

/** For so long a delivery waits for a forge that cannot be asked. */
const mostWaitMs = 60 * 60_000;

/** Leaves a delivery to be processed a little later, because its forge cannot be asked now. False for one that has waited for long. */
export async function putOffDelivery(context: OperationContext, input: { deliveryId: string; message: string }): Promise<boolean> {
  authorize(context, "deployment:create");
  const { count } = await context.db.prisma.delivery.updateMany({
    where: { id: input.deliveryId, processedAt: null, receivedAt: { gt: new Date(Date.now() - mostWaitMs) } },
    data: { message: `Waits for the forge: ${input.message}` },
  });
  return count === 1;
}

type Sources = { changes: ChangesSource | undefined; pulls: PullWork | undefined; comments: CommentWork | undefined };

async function decide(context: OperationContext, row: Delivery, { changes, pulls, comments }: Sources): Promise<Decision> {
  const { db } = context;
  const kind = readerOf(row.provider).kinds[row.event];
  if (kind === "push") return processPush(db, row, changes);
  if (kind === "pull" && pulls !== undefined) return processPullRequest(db, row, pulls);
  if (kind === "comment" && comments !== undefined) return processComment(context, row, comments);
  if (kind !== "ping") return { reason: "event_not_handled", message: `Windlass does nothing for the event ${row.event}.`, outcomes: [] };
  const [repositoryId] = (await matchRepositories(db, { origin: readerOf(row.provider).origin(row.payload), provider: row.provider })).repositoryIds;
  await db.prisma.delivery.update({ where: { id: row.id }, data: { repositoryId: repositoryId ?? null } });
  return { reason: "ping", message: `${senderName(row.provider)} can reach this server.`, outcomes: [] };
}
