import type { FencedTransaction } from "./fence.js";

/**
 * Keeps when the code of a fast roll-back was back; the first time counts, whoever comes later finds it done. Returns how
 * long that was after the request, in milliseconds, by the database's clock.
 */
export async function saveFastResult(tx: FencedTransaction, functions: readonly string[]): Promise<number> {
  const { rows } = await tx.query<{ after_ms: number }>(
    `UPDATE deployments d
     SET results = jsonb_build_object('fast', jsonb_build_object(
           'functions', $2::jsonb, 'codeAt', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
           'afterMs', round(extract(epoch FROM clock_timestamp() - d.created_at) * 1000)::int, 'restoredAt', NULL)) || d.results
     WHERE d.id = $1 RETURNING (d.results -> 'fast' ->> 'afterMs')::int AS after_ms`,
    [tx.fence.deploymentId, JSON.stringify(functions)],
  );
  return rows[0]?.after_ms ?? 0;
}

/** Says that functions got back what they ran: none of them runs another release's code any longer. */
export async function saveRestored(tx: FencedTransaction): Promise<void> {
  await tx.query(
    `UPDATE deployments
     SET results = CASE WHEN results ? 'fast'
       THEN jsonb_set(results, '{fast,restoredAt}', to_jsonb(to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')))
       ELSE results END - 'functions'
     WHERE id = $1`,
    [tx.fence.deploymentId],
  );
}
