import type { CreateDeploymentGroup, DeploymentGroup } from "@windlass/contracts/deployment-group";
import { WindlassError } from "@windlass/contracts/error";
import { reachableFrom, wavesOf, type Graph } from "@windlass/contracts/service-graph";
import type { DatabaseClient } from "@windlass/database/database";
import { authorize, type OperationContext } from "../context.js";
import { insertDeployment } from "../deployment/insert-deployment.js";
import { inSqlTransaction } from "../in-transaction.js";
import { findRepository } from "../repository/read-repository.js";
import { readServiceGraph } from "../service/service-graph.js";
import { chooseServices } from "./choose-services.js";
import type { Chosen } from "./find-stages.js";
import { insertGroup } from "./insert-group.js";
import { readGroup } from "./read-group.js";

export type GroupRequest = CreateDeploymentGroup & { idempotencyKey?: string | undefined };

/**
 * Deploys the stage of one name of several services, each after those that it depends on: all of them are asked for, or none. The
 * same idempotency key gives the group of the first time. Throws `not_found` for the repository, a service or its stage, and
 * `dependency_not_deployed` for what one of them depends on outside of the group.
 */
export async function requestGroup(context: OperationContext, request: GroupRequest): Promise<DeploymentGroup> {
  authorize(context, "deployment:create");
  if (request.repository !== undefined) await findRepository(context.db.prisma, request.repository);
  const chosen = await chooseServices(context.db, request);
  if (chosen.services.length === 0) throw noStage(request, chosen);
  const graph = await readServiceGraph(context.db.prisma);
  const { stage, ref = null, idempotencyKey = null } = request;
  const id = await inSqlTransaction(context.db, async (client) => {
    const group = await insertGroup(context, client, { kind: "deploy", stage, ref, chosen, idempotencyKey });
    if (group.created) await insertMembers(context, client, { request, chosen, graph, id: group.id });
    return group.id;
  });
  return readGroup(context, id);
}

type Members = { request: GroupRequest; chosen: Chosen; graph: Graph; id: string };

async function insertMembers(context: OperationContext, client: DatabaseClient, { request, chosen, graph, id }: Members): Promise<void> {
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
      afterDependencies: true,
    });
    deployments.set(service, inserted.id);
  }
}

function noStage({ stage }: GroupRequest, { leftOut }: Chosen): WindlassError {
  const why = leftOut.map(({ service, reason }) => `${service}: ${reason}`).join(" ");
  return new WindlassError("not_found", `There is nothing to deploy to ${stage}. ${why}`.trim(), { hint: "Add a stage of this name to the services, or correct the name." });
}
