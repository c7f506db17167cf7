import { WindlassError } from "@windlass/contracts/error";
import { serviceInputsSchema, servicesOfInput, type ServiceInputs } from "@windlass/contracts/input-text";
import { findCycle } from "@windlass/contracts/service-graph";
import type { Prisma } from "@windlass/database/generated/client";
import { readServiceGraph } from "./service-graph.js";

export type DependencyChange = { dependsOn?: readonly string[] | undefined; inputs?: ServiceInputs | undefined };
type Named = { id: string; name: string };

/**
 * Says on what a service depends; what is left out of the change stays. Throws `not_found` for a service that is named, and
 * `dependency_cycle` with its names. One such change at a time: two that are right alone may close a cycle together.
 */
export async function setDependencies(tx: Prisma.TransactionClient, service: Named, change: DependencyChange): Promise<void> {
  if (change.dependsOn === undefined && change.inputs === undefined) return;
  await tx.$executeRaw`LOCK TABLE service_dependencies IN SHARE ROW EXCLUSIVE MODE`;
  const before = await readDependencies(tx, service.id);
  const stated = new Set(change.dependsOn ?? before.dependsOn);
  const inputs = change.inputs ?? before.inputs;
  const names = [...new Set([...stated, ...Object.values(inputs).flatMap(servicesOfInput)])];
  const found = await findServices(tx, names);
  await tx.service.update({ where: { id: service.id }, data: { inputs } });
  await tx.serviceDependency.deleteMany({ where: { serviceId: service.id } });
  await tx.serviceDependency.createMany({ data: found.map(({ id, name }) => ({ serviceId: service.id, dependsOnId: id, stated: stated.has(name) })) });
  refuseCycle(await readServiceGraph(tx));
}

async function readDependencies(tx: Prisma.TransactionClient, id: string): Promise<{ dependsOn: string[]; inputs: ServiceInputs }> {
  const { inputs, dependencies } = await tx.service.findUniqueOrThrow({
    where: { id },
    select: { inputs: true, dependencies: { where: { stated: true }, select: { dependsOn: { select: { name: true } } } } },
  });
  return { inputs: serviceInputsSchema.parse(inputs), dependsOn: dependencies.map(({ dependsOn }) => dependsOn.name) };
}

async function findServices(tx: Prisma.TransactionClient, names: readonly string[]): Promise<Named[]> {
  const found = await tx.service.findMany({ where: { name: { in: [...names] } }, select: { id: true, name: true } });
  const missing = names.filter((name) => !found.some((service) => service.name === name));
  if (missing.length > 0) {
    throw new WindlassError("not_found", `There is no service named ${missing.join(", ")}.`, { hint: "Create it first, or correct the name." });
  }
  return found;
}

function refuseCycle(graph: ReadonlyMap<string, readonly string[]>): void {
  const cycle = findCycle(graph);
  if (cycle) throw new WindlassError("dependency_cycle", `The services would depend on each other in a circle: ${cycle.join(" → ")}.`);
}
