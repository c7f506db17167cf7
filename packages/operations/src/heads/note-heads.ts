import { z } from "zod";
import { authorize, type OperationContext } from "../context.js";
import { compareHeads, type HeadComparison } from "./compare-heads.js";
import { keyOf, type WatchedRefs } from "./watched-refs.js";

export type SeenHeads = { repositoryId: string; watched: readonly WatchedRefs[]; heads: ReadonlyMap<string, string>; graceMs: number };

/** Compares what a repository has with what was last seen, notes it, and returns the pushes that no delivery told of. */
export async function noteHeads(context: OperationContext, { repositoryId, watched, heads, graceMs }: SeenHeads): Promise<HeadComparison["missed"]> {
  authorize(context, "deployment:create");
  const { prisma, pool } = context.db;
  const { watchedRefs, branchHeads } = await prisma.repository.findUniqueOrThrow({ where: { id: repositoryId }, select: { watchedRefs: true, branchHeads: true } });
  const { rows: clock } = await pool.query<{ now: Date }>("SELECT now() AS now");
  const known = branchHeads.map(({ ref, sha, movedTo, movedAt }) => ({ ref, sha, movedTo, movedMs: movedAt?.getTime() ?? null }));
  const nowMs = clock[0]?.now.getTime() ?? Date.now();
  const result = compareHeads({ watched, seenBefore: z.array(z.string()).parse(watchedRefs), known, heads, nowMs, graceMs });
  await pool.query(freshSql, [repositoryId, result.fresh.map(({ ref }) => ref), result.fresh.map(({ sha }) => sha)]);
  const { moved } = result;
  await pool.query(movedSql, [repositoryId, moved.map(({ ref }) => ref), moved.map(({ from }) => from), moved.map(({ to }) => to)]);
  await prisma.branchHead.updateMany({ where: { repositoryId, ref: { in: result.settled } }, data: { movedTo: null, movedAt: null } });
  await prisma.branchHead.deleteMany({ where: { repositoryId, ref: { in: result.gone } } });
  await prisma.repository.update({ where: { id: repositoryId }, data: { watchedRefs: watched.map(keyOf) } });
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
