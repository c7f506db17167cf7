import type { PullRequest } from "@windlass/contracts/forge";
import { authorize, type OperationContext } from "../context.js";
import { storedPull } from "../preview-environment/stored-pull.js";

/** A repository whose pull requests are to be compared with what is stored of them. */
export type WatchedPulls = { id: string; url: string; fullName: string | null; known: PullRequest[]; /** Nobody has looked before: what is open already was missed by nobody. */ isFirst: boolean; /** Those that are open are decided about anew, since the rules have changed. */ isOffer: boolean };

/** Takes a repository with previews whose pull requests were not looked at for long. Null when there is none: another worker has it. */
export async function claimPulls(context: OperationContext, { everyMs }: { everyMs: number }): Promise<WatchedPulls | null> {
  authorize(context, "deployment:create");
  const { prisma, pool } = context.db;
  const { rows } = await pool.query<{ id: string; is_first: boolean }>(claimSql, [everyMs]);
  const [claimed] = rows;
  if (!claimed) return null;
  const { url, fullName, offerPulls, pullRequests } = await prisma.repository.findUniqueOrThrow({
    where: { id: claimed.id },
    select: { url: true, fullName: true, offerPulls: true, pullRequests: { orderBy: { number: "desc" }, take: 5_000 } },
  });
  return { id: claimed.id, url, fullName, known: pullRequests.map(storedPull), isFirst: claimed.is_first, isOffer: offerPulls };
}

/** Notes that the open pull requests of a repository were decided about anew. */
export async function notePullsOffered(context: OperationContext, repositoryId: string): Promise<void> {
  authorize(context, "deployment:create");
  await context.db.prisma.repository.update({ where: { id: repositoryId }, data: { offerPulls: false } });
}

const claimSql = `
  WITH due AS (
    SELECT r.id, r.pulls_looked_at IS NULL AS is_first FROM repositories r
    WHERE EXISTS (SELECT 1 FROM services v WHERE v.repository_id = r.id
                  AND ((v.previews->>'enabled')::boolean OR EXISTS (SELECT 1 FROM previews p WHERE p.service_id = v.id AND p.state IN ('open', 'awaiting_approval', 'awaiting_room'))))
      AND (r.pulls_looked_at IS NULL OR r.pulls_looked_at <= now() - $1 * interval '1 millisecond')
    ORDER BY r.pulls_looked_at NULLS FIRST LIMIT 1 FOR UPDATE OF r SKIP LOCKED
  )
  UPDATE repositories r SET pulls_looked_at = now() FROM due WHERE r.id = due.id RETURNING r.id, due.is_first`;
