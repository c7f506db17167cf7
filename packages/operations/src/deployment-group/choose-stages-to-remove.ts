import type { CreateGroupRemoval } from "@windlass/contracts/deployment-group";
import { WindlassError } from "@windlass/contracts/error";
import type { Database } from "@windlass/database/database";
import type { Chosen } from "./choose-services.js";

/**
 * The stages that a removal of a group means: those with something in AWS. The others are left out with a reason, also those that are named,
 * so that a removal which failed half-way is asked for again with the same words. Throws `not_found` for a service that is not there.
 */
export async function chooseStagesToRemove({ prisma }: Database, { stage, repository, services: named }: CreateGroupRemoval): Promise<Chosen> {
  const found = await prisma.service.findMany({
    where: named === undefined ? { repositoryId: repository ?? "" } : { name: { in: named } },
    select: { name: true, stages: { where: { name: stage }, select: { id: true, status: true } } },
    orderBy: { name: "asc" },
  });
  const missing = named?.find((name) => !found.some((service) => service.name === name));
  if (missing !== undefined) throw new WindlassError("not_found", `There is no service named ${missing}.`);
  const chosen: Chosen = { services: [], leftOut: [] };
  for (const { name, stages: [own] } of found) {
    if (own && own.status !== "removed" && own.status !== "never_deployed") chosen.services.push({ name, stageId: own.id });
    else chosen.leftOut.push({ service: name, reason: reasonOf(own, stage) });
  }
  return chosen;
}

function reasonOf(own: { status: string } | undefined, stage: string): string {
  if (!own) return `It has no stage ${stage}.`;
  return own.status === "removed" ? `Its stage ${stage} was removed before.` : `Its stage ${stage} was never deployed.`;
}
