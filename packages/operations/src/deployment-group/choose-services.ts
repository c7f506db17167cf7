import type { CreateDeploymentGroup, DeploymentGroup } from "@windlass/contracts/deployment-group";
import { WindlassError } from "@windlass/contracts/error";
import type { Database } from "@windlass/database/database";
import { stageNotFound } from "../stage/find-stage.js";

export type Chosen = { services: { name: string; stageId: string }[]; leftOut: DeploymentGroup["leftOut"] };

/**
 * The services that a request for a group means. Of a repository, those without such a stage are left out with a reason; those
 * that are named must have it: throws `not_found`.
 */
export async function chooseServices({ prisma }: Database, { stage, repository, services: named }: CreateDeploymentGroup): Promise<Chosen> {
  const found = await prisma.service.findMany({
    where: named === undefined ? { repositoryId: repository ?? "" } : { name: { in: named } },
    select: { name: true, stages: { where: { name: stage }, select: { id: true, status: true } } },
    orderBy: { name: "asc" },
  });
  const missing = named?.find((name) => !found.some((service) => service.name === name));
  if (missing !== undefined) throw new WindlassError("not_found", `There is no service named ${missing}.`);
  const chosen: Chosen = { services: [], leftOut: [] };
  for (const { name, stages: [own] } of found) {
    if (own && (named !== undefined || own.status !== "removed")) chosen.services.push({ name, stageId: own.id });
    else if (named !== undefined) throw stageNotFound({ service: name, stage });
    else chosen.leftOut.push({ service: name, reason: own ? `Its stage ${stage} was removed.` : `It has no stage ${stage}.` });
  }
  return chosen;
}
