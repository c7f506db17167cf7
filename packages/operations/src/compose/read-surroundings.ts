import { serviceInputsSchema } from "@windlass/contracts/input-text";
import type { Prisma } from "@windlass/database/generated/client";
import type { ComposeSurroundings } from "./decide-compose.js";

/** What a compose file of the repository meets: its services, and the names that others have. */
export async function readSurroundings(prisma: Prisma.TransactionClient, repository: { id: string; url: string }): Promise<ComposeSurroundings> {
  const services = await prisma.service.findMany({
    select: {
      name: true,
      repositoryId: true,
      rootDirectory: true,
      configFile: true,
      inputs: true,
      dependencies: { where: { stated: true }, select: { dependsOn: { select: { name: true } } } },
    },
    orderBy: { name: "asc" },
  });
  return {
    known: services.filter(({ repositoryId }) => repositoryId === repository.id).map(({ name, rootDirectory, configFile, inputs, dependencies }) => ({
      name,
      rootDirectory,
      configFile,
      inputs: serviceInputsSchema.parse(inputs),
      dependsOn: dependencies.map(({ dependsOn }) => dependsOn.name),
    })),
    taken: new Set(services.filter(({ repositoryId }) => repositoryId !== repository.id).map(({ name }) => name)),
    repositoryName: repository.url.replace(/\/+$/, "").replace(/\.git$/, "").split(/[/:]/).at(-1) ?? "repository",
  };
}
