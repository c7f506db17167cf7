import { activeStates } from "@windlass/contracts/deployment-state";
import type { Database } from "@windlass/database/database";

/** The ids of the repositories from which deployments that run now were checked out. */
export async function repositoriesInUse({ prisma }: Pick<Database, "prisma">): Promise<Set<string>> {
  const services = await prisma.service.findMany({ where: { stages: { some: { deployments: { some: { state: { in: [...activeStates] } } } } } }, select: { repositoryId: true } });
  return new Set(services.map(({ repositoryId }) => repositoryId));
}
