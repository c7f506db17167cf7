import { outboxMessageSchema, type OutboxMessage } from "@windlass/contracts/job";
import type { Database } from "@windlass/database/database";

export type RelayInput = {
  /** Sends the messages to the queue; throws when any may not have been sent. */
  send: (messages: readonly OutboxMessage[]) => Promise<void>;
  /** Hears of rows that are no message and never will be; they are set aside, so that they block nobody. */
  onUnreadable: (row: { id: string; problem: string }) => void;
};

type Row = { id: string; queue: string; key: string; payload: unknown };

const batchSize = 200;

/**
 * Sends unsent outbox rows to the queue, oldest first, until none is left. Several relays may run at once: each
 * takes rows that no other has locked. A row counts as sent only after the queue took it, so a message may be sent
 * twice, never lost. Returns how many were sent. Throws what `send` throws; the rows stay unsent.
 */
export async function relayOutbox(db: Database, input: RelayInput): Promise<number> {
  let sent = 0;
  for (;;) {
    const count = await relayBatch(db, input);
    sent += count;
    if (count < batchSize) return sent;
  }
}

async function relayBatch(db: Database, input: RelayInput): Promise<number> {
  const client = await db.pool.connect();
  let broken = true;
  try {
    await client.query("BEGIN");
    const { rows } = await client.query<Row>(
      "SELECT id, queue, key, payload FROM outbox WHERE sent_at IS NULL ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED",
      [batchSize],
    );
    if (rows.length > 0) {
      await input.send(readMessages(rows, input.onUnreadable));
      await client.query("UPDATE outbox SET sent_at = now() WHERE id = ANY ($1::bigint[])", [rows.map((row) => row.id)]);
    }
    await client.query("COMMIT");
    broken = false;
    return rows.length;
  } finally {
    // A connection in mid-transaction is closed, which rolls back and unlocks the rows.
    client.release(broken);
  }
}

function readMessages(rows: readonly Row[], onUnreadable: RelayInput["onUnreadable"]): OutboxMessage[] {
  const messages: OutboxMessage[] = [];
  for (const { id, queue, key, payload } of rows) {
    const message = outboxMessageSchema.safeParse({ queue, key, payload });
    if (message.success) messages.push(message.data);
    else onUnreadable({ id, problem: message.error.message });
  }
  return messages;
}
