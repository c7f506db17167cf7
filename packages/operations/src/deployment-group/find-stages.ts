import { WindlassError } from "@windlass/contracts/error";
import type { CreateDeploymentGroup, DeploymentGroup } from "@windlass/contracts/deployment-group";
import type { Database } from "@windlass/database/database";

/** What a group is made of, and which services are not in it and why. */
export type Chosen = { services: { name: string; stageId: string }[]; leftOut: DeploymentGroup["leftOut"] };

export type Wanted = Pick<CreateDeploymentGroup, "stage" | "repository" | "services">;

/** A service with its stage of the name; undefined where it has none. */
export type ServiceStage = { name: string; own: { id: string; status: string } | undefined };

/** The services of a repository, or those that are named, by name. Throws `not_found` for one that is named and not there. */
export async function findStages({ prisma }: Pick<Database, "prisma">, { stage, repository, services: named }: Wanted): Promise<ServiceStage[]> {
  const found = await prisma.service.findMany({
    where: named === undefined ? { repositoryId: repository ?? "" } : { name: { in: named } },
    select: { name: true, stages: { where: { name: stage }, select: { id: true, status: true } } },
    orderBy: { name: "asc" },
  });
  const missing = named?.find((name) => !found.some((service) => service.name === name));
  if (missing !== undefined) throw new WindlassError("not_found", `There is no service named ${missing}.`);
  return found.map(({ name, stages: [own] }) => ({ name, own }));
}
