import type { CreateGroupRemoval, DeploymentGroup } from "@windlass/contracts/deployment-group";
import { WindlassError } from "@windlass/contracts/error";
import { reachableFrom, turnedRound, wavesOf, type Graph } from "@windlass/contracts/service-graph";
import type { DatabaseClient } from "@windlass/database/database";
import { authorize, type OperationContext } from "../context.js";
import { insertDeployment } from "../deployment/insert-deployment.js";
import { inSqlTransaction } from "../in-transaction.js";
import { findRepository } from "../repository/read-repository.js";
import { readServiceGraph } from "../service/service-graph.js";
import { chooseStagesToRemove } from "./choose-stages-to-remove.js";
import { insertGroup } from "./insert-group.js";
import { readGroup } from "./read-group.js";

export type GroupRemovalRequest = CreateGroupRemoval & { idempotencyKey?: string | undefined };

/**
 * Takes the stage of one name of several services out of AWS, each after those that depend on it: what an output of is imported goes
 * last. All are asked for, or none; the same idempotency key gives the group of the first time. Throws `invalid_request` when `confirm` is not
 * the stage's name, `not_deployed` when none of them has anything in AWS, and `not_found` for the repository or a service.
 */
export async function requestGroupRemoval(context: OperationContext, request: GroupRemovalRequest): Promise<DeploymentGroup> {
  authorize(context, "deployment:remove");
  const { stage, confirm, deleteData = false, idempotencyKey = null } = request;
  if (confirm !== stage) throw new WindlassError("invalid_request", "The confirmation is not the stage's name.", { hint: `Send \`confirm\` with the value ${stage}.` });
  if (request.repository !== undefined) await findRepository(context.db.prisma, request.repository);
  const graph = turnedRound(await readServiceGraph(context.db.prisma));
  const chosen = await chooseStagesToRemove(context.db, request);
  const id = await inSqlTransaction(context.db, async (client) => {
    const group = await insertGroup(context, client, { kind: "remove", stage, ref: null, chosen, idempotencyKey });
    if (!group.created) return group.id;
    if (chosen.services.length === 0) throw nothingThere(request, chosen.leftOut);
    await insertMembers(context, client, { id: group.id, stage, deleteData, services: chosen.services.map(({ name }) => name), graph });
    return group.id;
  });
  return readGroup(context, id);
}

type Members = { id: string; stage: string; deleteData: boolean; services: readonly string[]; graph: Graph };

async function insertMembers(context: OperationContext, client: DatabaseClient, { id, stage, deleteData, services, graph }: Members): Promise<void> {
  const removals = new Map<string, string>();
  for (const [service, wave] of wavesOf(services, graph)) {
    const needs = reachableFrom(service, graph).flatMap((name) => removals.get(name) ?? []);
    const options = deleteData ? { everything: true } : {};
    const inserted = await insertDeployment(context, { client, stage: { service, stage }, kind: "remove", options, group: { id, wave }, needs });
    removals.set(service, inserted.id);
  }
}

function nothingThere({ stage }: GroupRemovalRequest, leftOut: DeploymentGroup["leftOut"]): WindlassError {
  const why = leftOut.map(({ service, reason }) => `${service}: ${reason}`).join(" ");
  return new WindlassError("not_deployed", `There is nothing in AWS to remove of ${stage}. ${why}`.trim());
}
