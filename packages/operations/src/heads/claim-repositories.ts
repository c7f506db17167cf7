import { stageSettingsSchema } from "@windlass/contracts/stage-settings";
import { authorize, type OperationContext } from "../context.js";
import { openRepositoryAccess } from "../repository/open-access-token.js";
import type { OpenRepository } from "../repository/open-repository.js";
import type { Keyring } from "../sealing.js";
import { keyOf, watchedRefsOf, type WatchedRefs } from "./watched-refs.js";

export type WatchedRepository = OpenRepository & { fullName: string | null; watched: WatchedRefs[] };

/** `open` throws where what is stored of the repository cannot be read: that is no reason not to look at the others. */
export type ClaimedRepository = { id: string; open(): WatchedRepository };

export type LookTimes = {
  /** How often a repository is looked at. */
  everyMs: number;
  /** How soon again where a ref has moved without a delivery, and how long that delivery may take. */
  graceMs: number;
};

/** Enough that the questions to the database are few beside the looks, few enough that other workers find some as well. */
const claimedAtOnce = 50;

/**
 * Takes repositories whose refs were not looked at for long, and that a stage deploys by itself. None when there are none, or
 * other workers have them. Those that a worker took and did not look at before its end are due again after `everyMs`.
 */
export async function claimRepositories(context: OperationContext, input: LookTimes & { keyring: Keyring }): Promise<ClaimedRepository[]> {
  authorize(context, "deployment:create");
  const { rows } = await context.db.pool.query<{ id: string }>(claimSql, [input.everyMs, input.graceMs, claimedAtOnce]);
  if (rows.length === 0) return [];
  const found = await context.db.prisma.repository.findMany({
    where: { id: { in: rows.map(({ id }) => id) } },
    include: { services: { select: { stages: { where: { autoDeploy: true } } } } },
  });
  return found.map((row) => ({
    id: row.id,
    open: () => ({ ...openRepositoryAccess(row, input.keyring), fullName: row.fullName, defaultBranch: row.defaultBranch, watched: watchedOf(row) }),
  }));
}

type Watching = { defaultBranch: string; services: readonly { stages: readonly { branch: string | null; settings: unknown }[] }[] };

function watchedOf({ defaultBranch, services }: Watching): WatchedRefs[] {
  const stages = services.flatMap((service) => service.stages);
  const watched = stages.flatMap((stage) => watchedRefsOf({ branch: stage.branch ?? defaultBranch, rules: stageSettingsSchema.parse(stage.settings).deploys }));
  return [...new Map(watched.map((one) => [keyOf(one), one])).values()];
}

const claimSql = `
  UPDATE repositories SET heads_looked_at = now() WHERE id IN (
    SELECT r.id FROM repositories r
    WHERE EXISTS (SELECT 1 FROM services v JOIN stages s ON s.service_id = v.id WHERE v.repository_id = r.id AND s.auto_deploy)
      AND (r.heads_looked_at IS NULL OR r.heads_looked_at <= now() - $1 * interval '1 millisecond'
           OR r.heads_looked_at <= now() - $2 * interval '1 millisecond'
              AND EXISTS (SELECT 1 FROM branch_heads h WHERE h.repository_id = r.id AND h.moved_to IS NOT NULL))
    ORDER BY r.heads_looked_at NULLS FIRST LIMIT $3 FOR UPDATE OF r SKIP LOCKED
  ) RETURNING id`;
