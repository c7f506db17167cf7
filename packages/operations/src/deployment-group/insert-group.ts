import type { DeploymentGroup, GroupKind } from "@windlass/contracts/deployment-group";
import { WindlassError } from "@windlass/contracts/error";
import type { DatabaseClient } from "@windlass/database/database";
import { uuidv7 } from "uuidv7";
import type { OperationContext } from "../context.js";
import { triggerOf } from "../deployment/insert-deployment.js";
import { insertAudit } from "../insert-audit.js";
import type { Chosen } from "./find-stages.js";

export type NewGroup = {
  kind: GroupKind;
  stage: string;
  ref: string | null;
  chosen: Chosen;
  idempotencyKey: string | null;
};

/**
 * Stores a group and holds the rows of its stages; its deployments are the caller's to insert where it is new. Throws `conflict` where
 * the idempotency key belongs to a group of the other kind.
 */
export async function insertGroup({ actor }: OperationContext, client: DatabaseClient, group: NewGroup): Promise<{ id: string; created: boolean }> {
  const id = uuidv7();
  const { kind, stage, ref, chosen, idempotencyKey } = group;
  const { rowCount } = await client.query(
    `INSERT INTO deployment_groups (id, kind, trigger, actor_type, actor_id, actor_label, ref, left_out, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (idempotency_key) DO NOTHING`,
    [id, kind, triggerOf[actor.type], actor.type, actor.id, actor.label, ref, JSON.stringify(chosen.leftOut), idempotencyKey],
  );
  if (rowCount === 0) return { id: await firstOf(client, kind, idempotencyKey), created: false };
  // In one order, so that two requests for the same stages do not wait for each other.
  await client.query("SELECT 1 FROM stages WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE", [chosen.services.map(({ stageId }) => stageId)]);
  const audited = { stage, services: chosen.services.map(({ name }) => name) };
  await insertAudit(client, actor, { action: actionOf[kind], entity: { type: "deployment_group", id, name: stage }, data: audited });
  return { id, created: true };
}

const actionOf = { deploy: "deployment_group.requested", remove: "deployment_group.removal_requested" } as const satisfies Record<GroupKind, string>;

async function firstOf(client: DatabaseClient, kind: GroupKind, idempotencyKey: string | null): Promise<string> {
  const { rows } = await client.query<Pick<DeploymentGroup, "id" | "kind">>("SELECT id, kind FROM deployment_groups WHERE idempotency_key = $1", [idempotencyKey]);
  const [first] = rows;
  if (!first) throw new WindlassError("conflict", "The group of this idempotency key was deleted meanwhile.");
  if (first.kind !== kind) throw new WindlassError("conflict", `The idempotency key was used before, for a group of kind ${first.kind}.`);
  return first.id;
}
