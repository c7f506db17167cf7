import type { ComposeStatus } from "@windlass/contracts/compose";
import { WindlassError } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { findRepository } from "../repository/read-repository.js";
import { planCompose } from "./plan-compose.js";

/** Has a worker read the compose file at the head of the repository's default branch. Throws `not_found`. */
export async function requestComposeRead(context: OperationContext, repositoryId: string): Promise<ComposeStatus> {
  authorize(context, "service:create");
  await findRepository(context.db.prisma, repositoryId);
  await inTransaction(context.db, async (tx) => {
    const askedAt = new Date();
    await tx.composeFile.upsert({ where: { repositoryId }, create: { repositoryId, askedAt }, update: { askedAt, readAt: null } });
    await tx.outbox.create({ data: { queue: "compose", key: `compose:${repositoryId}`, payload: { repositoryId } } });
  });
  return readComposeStatus(context, repositoryId);
}

/** The compose file as it was last read, and what taking it over would do now. Throws `not_found` for the repository. */
export async function readComposeStatus(context: OperationContext, repositoryId: string): Promise<ComposeStatus> {
  authorize(context, "service:read");
  await findRepository(context.db.prisma, repositoryId);
  const row = await context.db.prisma.composeFile.findUnique({ where: { repositoryId } });
  const status: ComposeStatus = {
    askedAt: row?.askedAt.toISOString() ?? null,
    readAt: row?.readAt?.toISOString() ?? null,
    file: row?.file ?? null,
    commit: row?.commitSha ?? null,
    problem: row?.problem ?? null,
    plan: null,
  };
  if (row?.content == null) return status;
  return planCompose(context, { repositoryId, text: row.content }).then(
    (plan) => ({ ...status, plan }),
    (error: unknown) => {
      if (error instanceof WindlassError && error.code === "config_invalid") return { ...status, problem: error.message };
      throw error;
    },
  );
}

export type FoundCompose = { repositoryId: string; file: string | null; content: string | null; commitSha: string | null; problem: string | null };

/** Keeps what a worker read; one that could not read it keeps what was read before. */
export async function saveComposeFile(context: OperationContext, { repositoryId, problem, ...found }: FoundCompose): Promise<void> {
  authorize(context, "repository:manage");
  const data = { readAt: new Date(), problem, ...(problem === null ? found : {}) };
  await context.db.prisma.composeFile.updateMany({ where: { repositoryId }, data });
}

/**
 * After a push to the default branch of a repository whose compose file was asked for once, has it read anew: what differs from the
 * settings is shown, and applied only when somebody asks for it.
 */
export async function readComposeAfterPush(context: OperationContext, deliveryId: string): Promise<void> {
  authorize(context, "deployment:create");
  await context.db.pool.query(
    `WITH asked AS (
       UPDATE compose_files c SET asked_at = now(), read_at = NULL
       FROM deliveries d JOIN repositories r ON r.id = d.repository_id
       WHERE d.id = $1 AND d.event = 'push' AND d.ref = 'refs/heads/' || r.default_branch AND c.repository_id = r.id
       RETURNING c.repository_id
     )
     INSERT INTO outbox (queue, key, payload)
     SELECT 'compose', 'compose:' || repository_id, jsonb_build_object('repositoryId', repository_id) FROM asked`,
    [deliveryId],
  );
}
