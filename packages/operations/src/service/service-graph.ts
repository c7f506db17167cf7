import type { Prisma } from "@windlass/database/generated/client";

/** Who depends on whom among all services of the server, by name. */
export async function readServiceGraph(prisma: Pick<Prisma.TransactionClient, "serviceDependency">): Promise<Map<string, string[]>> {
  const rows = await prisma.serviceDependency.findMany({ select: { service: { select: { name: true } }, dependsOn: { select: { name: true } } } });
  const graph = new Map<string, string[]>();
  for (const { service, dependsOn } of rows) graph.set(service.name, [...(graph.get(service.name) ?? []), dependsOn.name]);
  return graph;
}
