import { stageSettingsSchema } from "@windlass/contracts/stage-settings";
import { authorize, type OperationContext } from "../context.js";
import { openRepository, type OpenRepository } from "../repository/open-repository.js";
import type { Keyring } from "../sealing.js";
import { keyOf, watchedRefsOf, type WatchedRefs } from "./watched-refs.js";

export type WatchedRepository = OpenRepository & { fullName: string | null; watched: WatchedRefs[] };

export type LookTimes = {
  /** How often a repository is looked at. */
  everyMs: number;
  /** How soon again where a ref has moved without a delivery, and how long that delivery may take. */
  graceMs: number;
};

/** Takes a repository whose refs were not looked at for long, and that a stage deploys by itself. Null when there is none: another worker has it. */
export async function claimRepository(context: OperationContext, input: LookTimes & { keyring: Keyring }): Promise<WatchedRepository | null> {
  authorize(context, "deployment:create");
  const { rows } = await context.db.pool.query<{ id: string }>(claimSql, [input.everyMs, input.graceMs]);
  const [claimed] = rows;
  if (!claimed) return null;
  const { fullName, defaultBranch, services } = await context.db.prisma.repository.findUniqueOrThrow({
    where: { id: claimed.id },
    select: { fullName: true, defaultBranch: true, services: { select: { stages: { where: { autoDeploy: true } } } } },
  });
  const stages = services.flatMap((service) => service.stages);
  const watched = stages.flatMap((stage) => watchedRefsOf({ branch: stage.branch ?? defaultBranch, rules: stageSettingsSchema.parse(stage.settings).deploys }));
  const unique = new Map(watched.map((one) => [keyOf(one), one]));
  return { ...(await openRepository(context, { id: claimed.id, keyring: input.keyring })), fullName, watched: [...unique.values()] };
}

const claimSql = `
  UPDATE repositories SET heads_looked_at = now() WHERE id = (
    SELECT r.id FROM repositories r
    WHERE EXISTS (SELECT 1 FROM services v JOIN stages s ON s.service_id = v.id WHERE v.repository_id = r.id AND s.auto_deploy)
      AND (r.heads_looked_at IS NULL OR r.heads_looked_at <= now() - $1 * interval '1 millisecond'
           OR r.heads_looked_at <= now() - $2 * interval '1 millisecond'
              AND EXISTS (SELECT 1 FROM branch_heads h WHERE h.repository_id = r.id AND h.moved_to IS NOT NULL))
    ORDER BY r.heads_looked_at NULLS FIRST LIMIT 1 FOR UPDATE OF r SKIP LOCKED
  ) RETURNING id`;
