import { WindlassError } from "@windlass/contracts/error";
import type { DeploymentEvent, EventKind } from "@windlass/contracts/event";
import type { Page } from "@windlass/contracts/page";
import { authorize, type OperationContext } from "../context.js";
import type { DeploymentAddress } from "./read-deployment.js";

export type EventsQuery = { deployment: DeploymentAddress; after: number; limit: number };

type Row = { [K in EventKind]: Omit<Extract<DeploymentEvent, { kind: K }>, "at"> & { at: Date } }[EventKind];

/** Rows of a deployment's history above `after`, ascending; the cursor is the `seq` to go on after. Throws `not_found`. */
export async function listEvents(context: OperationContext, query: EventsQuery): Promise<Page<DeploymentEvent>> {
  authorize(context, "deployment:read");
  const { service, stage, number } = query.deployment;
  const { rows: found } = await context.db.pool.query<{ id: string; last_seq: number }>(
    `SELECT d.id, d.last_seq FROM deployments d JOIN stages s ON s.id = d.stage_id JOIN services v ON v.id = s.service_id
     WHERE v.name = $1 AND s.name = $2 AND d.number = $3`,
    [service, stage, number],
  );
  const deployment = found[0];
  if (!deployment) throw new WindlassError("not_found", `Stage ${stage} of ${service} has no deployment ${number}.`);
  const { rows } = await context.db.pool.query<Row>(
    "SELECT seq, at, kind, payload FROM events WHERE deployment_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
    [deployment.id, query.after, query.limit],
  );
  const last = rows.at(-1)?.seq ?? query.after;
  const items = rows.map((row) => ({ ...row, at: row.at.toISOString() }));
  return { items, nextCursor: rows.length === query.limit && last < deployment.last_seq ? String(last) : null };
}
