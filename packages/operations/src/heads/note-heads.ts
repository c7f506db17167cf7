import { z } from "zod";
import { authorize, type OperationContext } from "../context.js";
import { compareHeads, type HeadComparison } from "./compare-heads.js";
import { keyOf, type WatchedRefs } from "./watched-refs.js";

export type SeenHeads = { repositoryId: string; watched: readonly WatchedRefs[]; heads: ReadonlyMap<string, string>; graceMs: number };

/** Compares what a repository has with what was last seen, notes what differs, and returns the pushes that no delivery told of. */
export async function noteHeads(context: OperationContext, { repositoryId, watched, heads, graceMs }: SeenHeads): Promise<HeadComparison["missed"]> {
  authorize(context, "deployment:create");
  const { prisma, pool } = context.db;
  const { watchedRefs, branchHeads } = await prisma.repository.findUniqueOrThrow({ where: { id: repositoryId }, select: { watchedRefs: true, branchHeads: true } });
  const { rows: clock } = await pool.query<{ now: Date }>("SELECT now() AS now");
  const known = branchHeads.map(({ ref, sha, movedTo, movedAt }) => ({ ref, sha, movedTo, movedMs: movedAt?.getTime() ?? null }));
  const nowMs = clock[0]?.now.getTime() ?? Date.now();
  const seenBefore = z.array(z.string()).parse(watchedRefs);
  const result = compareHeads({ watched, seenBefore, known, heads, nowMs, graceMs });
  const { fresh, moved, settled, gone } = result;
  if (fresh.length > 0) await pool.query(freshSql, [repositoryId, fresh.map(({ ref }) => ref), fresh.map(({ sha }) => sha)]);
  if (moved.length > 0) await pool.query(movedSql, [repositoryId, moved.map(({ ref }) => ref), moved.map(({ from }) => from), moved.map(({ to }) => to)]);
  if (settled.length > 0) await prisma.branchHead.updateMany({ where: { repositoryId, ref: { in: settled } }, data: { movedTo: null, movedAt: null } });
  if (gone.length > 0) await prisma.branchHead.deleteMany({ where: { repositoryId, ref: { in: gone } } });
  const keys = watched.map(keyOf);
  if (keys.join("\n") !== seenBefore.join("\n")) await prisma.repository.update({ where: { id: repositoryId }, data: { watchedRefs: keys } });
  return result.missed;
}

const freshSql = `
  INSERT INTO branch_heads (repository_id, ref, sha)
  SELECT $1, seen.ref, seen.sha FROM unnest($2::text[], $3::text[]) AS seen (ref, sha)
  ON CONFLICT (repository_id, ref) DO UPDATE SET sha = excluded.sha, seen_at = now(), moved_to = NULL, moved_at = NULL`;

/** Where a delivery has moved the ref in the meantime, that counts. */
const movedSql = `
  INSERT INTO branch_heads AS h (repository_id, ref, sha, moved_to, moved_at)
  SELECT $1, seen.ref, seen.sha, seen.moved_to, now() FROM unnest($2::text[], $3::text[], $4::text[]) AS seen (ref, sha, moved_to)
  ON CONFLICT (repository_id, ref) DO UPDATE SET moved_to = excluded.moved_to, moved_at = excluded.moved_at WHERE h.sha = excluded.sha`;
