import type { DeliveryProvider } from "@windlass/contracts/delivery";
import { channels } from "@windlass/contracts/job";
import type { Change } from "@windlass/contracts/live";
import type { Database } from "@windlass/database/database";
import { uuidv7 } from "uuidv7";
import { sqlState } from "../postgres-error.js";
import { readerOf } from "./providers/reader-of.js";

export type IncomingDelivery = {
  provider: Exclude<DeliveryProvider, "windlass">;
  /** The sender's own id of the delivery: the same when it is sent again. */
  deliveryId: string;
  event: string;
  /** Those that are shown with the delivery. */
  headers?: Record<string, string>;
  /** The request's body, whose signature was found to be right. */
  body: string;
};

export type Receipt = { id: string; duplicate: boolean };

/**
 * Stores a delivery with the message that has it processed, in one statement, so that what was answered is never
 * lost. A delivery that was stored before gives the first one's id. A body that is no JSON is stored as a row that
 * says so. The signature is the permission: whoever calls this has checked it.
 */
export async function acceptDelivery(db: Database, incoming: IncomingDelivery): Promise<Receipt> {
  const payload = parse(incoming.body);
  if (payload === undefined) return store(db, incoming, null);
  try {
    return await store(db, incoming, payload);
  } catch (error) {
    // Postgres keeps no JSON that nests deeper than its stack (54001) or holds what text cannot (22P05, 22P02).
    const state = sqlState(error);
    if (state === "54001" || state === "22P05" || state === "22P02") return store(db, incoming, null);
    throw error;
  }
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

async function store(db: Database, incoming: IncomingDelivery, payload: unknown): Promise<Receipt> {
  const origin = readerOf(incoming.provider).origin(payload);
  const invalid = payload === null || typeof payload !== "object" || Array.isArray(payload);
  const values = [
    uuidv7(),
    incoming.provider,
    incoming.deliveryId,
    incoming.event,
    origin.repository?.full_name ?? origin.repository?.clone_url ?? null,
    origin.ref ?? null,
    invalid ? "{}" : incoming.body,
    invalid ? "payload_invalid" : "pending",
    invalid ? "The body is not a JSON object. Set the webhook's content type to application/json." : "",
    JSON.stringify(incoming.headers ?? {}),
  ];
  const { rows: stored } = await db.pool.query<{ id: string }>({ name: "accept-delivery", text: storeSql, values });
  const [made] = stored;
  if (made === undefined) return { id: await findStored(db, incoming), duplicate: true };
  announceNew(db, made.id);
  return { id: made.id, duplicate: false };
}

/** Asked for by itself: hardly a delivery is sent twice, and each would pay for the question. */
async function findStored(db: Database, { provider, deliveryId }: IncomingDelivery): Promise<string> {
  const text = "SELECT id FROM deliveries WHERE provider = $1::text AND delivery_id = $2::text";
  const { rows } = await db.pool.query<{ id: string }>({ name: "find-delivery", text, values: [provider, deliveryId] });
  const [found] = rows;
  if (found === undefined) throw new Error(`Delivery ${deliveryId} was neither stored nor found.`);
  return found.id;
}

/** What the triggers tell of any other row. A hint: should it be lost, the outbox is looked at every few seconds. */
function announceNew(db: Database, id: string): void {
  const change: Change = { entity: "delivery", id, stageId: null, serviceId: null };
  db.announce([{ channel: channels.outbox, payload: "" }, { channel: channels.changes, payload: JSON.stringify(change) }]);
}

const storeSql = `
  WITH announced AS (
    SELECT set_config('windlass.announced', 'later', true) AS moment
  ), stored AS (
    INSERT INTO deliveries (id, provider, delivery_id, event, repository, ref, payload, reason, message, headers, processed_at)
    SELECT $1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text, $7::jsonb, $8::text, $9::text, $10::jsonb, CASE WHEN $8::text = 'pending' THEN NULL ELSE now() END
    FROM announced WHERE moment = 'later'
    ON CONFLICT (provider, delivery_id) DO NOTHING
    RETURNING id
  ), message AS (
    INSERT INTO outbox (queue, key, payload)
    SELECT 'deliveries', 'delivery:' || id, jsonb_build_object('deliveryId', id) FROM stored WHERE $8::text = 'pending'
  )
  SELECT id FROM stored`;
