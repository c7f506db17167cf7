import type { CreateDeploymentGroup, DeploymentGroup } from "@windlass/contracts/deployment-group";
import { WindlassError } from "@windlass/contracts/error";
import { reachableFrom, wavesOf, type Graph } from "@windlass/contracts/service-graph";
import type { DatabaseClient } from "@windlass/database/database";
import { uuidv7 } from "uuidv7";
import { authorize, type OperationContext } from "../context.js";
import { insertDeployment, triggerOf } from "../deployment/insert-deployment.js";
import { inSqlTransaction } from "../in-transaction.js";
import { insertAudit } from "../insert-audit.js";
import { findRepository } from "../repository/read-repository.js";
import { readServiceGraph } from "../service/service-graph.js";
import { chooseServices, type Chosen } from "./choose-services.js";
import { readGroup } from "./read-group.js";

export type GroupRequest = CreateDeploymentGroup & { idempotencyKey?: string | undefined };

/**
 * Deploys the stage of one name of several services, each after those that it depends on: all of them are asked for, or none. The
 * same idempotency key gives the group of the first time. Throws `not_found` for the repository, a service or its stage.
 */
export async function requestGroup(context: OperationContext, request: GroupRequest): Promise<DeploymentGroup> {
  authorize(context, "deployment:create");
  if (request.repository !== undefined) await findRepository(context.db.prisma, request.repository);
  const chosen = await chooseServices(context.db, request);
  if (chosen.services.length === 0) throw noStage(request, chosen);
  const graph = await readServiceGraph(context.db.prisma);
  const id = await inSqlTransaction(context.db, (client) => insertGroup(context, client, { request, chosen, graph }));
  return readGroup(context, id);
}

type Plan = { request: GroupRequest; chosen: Chosen; graph: Graph };

async function insertGroup(context: OperationContext, client: DatabaseClient, { request, chosen, graph }: Plan): Promise<string> {
  const { actor } = context;
  const id = uuidv7();
  const { ref = null, idempotencyKey = null } = request;
  const { rowCount } = await client.query(
    `INSERT INTO deployment_groups (id, trigger, actor_type, actor_id, actor_label, ref, left_out, idempotency_key)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (idempotency_key) DO NOTHING`,
    [id, triggerOf[actor.type], actor.type, actor.id, actor.label, ref, JSON.stringify(chosen.leftOut), idempotencyKey],
  );
  if (rowCount === 0) return firstOf(client, idempotencyKey);
  // In one order, so that two requests for the same stages do not wait for each other.
  await client.query("SELECT 1 FROM stages WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE", [chosen.services.map(({ stageId }) => stageId)]);
  await insertMembers(context, client, { request, chosen, graph, id });
  const audited = { stage: request.stage, services: chosen.services.map(({ name }) => name) };
  await insertAudit(client, actor, { action: "deployment_group.requested", entity: { type: "deployment_group", id, name: request.stage }, data: audited });
  return id;
}

async function insertMembers(context: OperationContext, client: DatabaseClient, { request, chosen, graph, id }: Plan & { id: string }): Promise<void> {
  const deployments = new Map<string, string>();
  for (const [service, wave] of wavesOf(chosen.services.map(({ name }) => name), graph)) {
    const needs = reachableFrom(service, graph).flatMap((name) => deployments.get(name) ?? []);
    const inserted = await insertDeployment(context, {
      client,
      stage: { service, stage: request.stage },
      kind: "deploy",
      ref: request.ref ?? null,
      options: request.rebuild === true ? { rebuild: true } : {},
      group: { id, wave },
      needs,
    });
    deployments.set(service, inserted.id);
  }
}

async function firstOf(client: DatabaseClient, idempotencyKey: string | null): Promise<string> {
  const { rows } = await client.query<{ id: string }>("SELECT id FROM deployment_groups WHERE idempotency_key = $1", [idempotencyKey]);
  const [first] = rows;
  if (!first) throw new WindlassError("conflict", "The group of this idempotency key was deleted meanwhile.");
  return first.id;
}

function noStage({ stage }: GroupRequest, { leftOut }: Chosen): WindlassError {
  const why = leftOut.map(({ service, reason }) => `${service}: ${reason}`).join(" ");
  return new WindlassError("not_found", `There is nothing to deploy to ${stage}. ${why}`.trim(), { hint: "Add a stage of this name to the services, or correct the name." });
}
