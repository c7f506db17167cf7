import type { Database } from "@windlass/database/database";
import { inSqlTransaction } from "../in-transaction.js";

/** What a worker holds while it runs a deployment. Every write of a step is conditional on the epoch. */
export type Fence = { deploymentId: string; epoch: number };

/** A statement that each connection parses once. */
export type PreparedStatement = { name: string; text: string; values: unknown[] };

/** Whoever can run a statement: the pool, or a client inside a transaction. */
export type Executor = {
  query<Row extends object>(text: string | PreparedStatement, values?: unknown[]): Promise<{ rows: Row[] }>;
};

/** A transaction in which the fence was checked and is held until its end. */
export type FencedTransaction = Executor & { readonly fence: Fence };

/** Another worker has the deployment now: whoever gets this stops at once and writes nothing more. */
export class LeaseLostError extends Error {
  override readonly name = "LeaseLostError";

  constructor(fence: Fence) {
    super(`The lease of deployment ${fence.deploymentId} (epoch ${fence.epoch}) was taken over by another worker.`);
  }
}

/**
 * Runs writes in one transaction that holds the deployment's row, so that no other worker can take it over before
 * they are committed. Throws LeaseLostError, and writes nothing, when the epoch has moved on.
 */
export function inFence<T>(db: Database, fence: Fence, work: (tx: FencedTransaction) => Promise<T>): Promise<T> {
  return inSqlTransaction(db, async (client) => {
    const held = await client.query("SELECT 1 FROM deployments WHERE id = $1 AND lease_epoch = $2 FOR UPDATE", [fence.deploymentId, fence.epoch]);
    if (held.rows.length === 0) throw new LeaseLostError(fence);
    return work({ fence, query: (text, values) => client.query(text, values) });
  });
}
