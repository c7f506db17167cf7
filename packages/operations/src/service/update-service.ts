import type { Service, UpdateService } from "@windlass/contracts/service";
import { Prisma } from "@windlass/database/generated/client";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { readService, serviceNotFound } from "./read-service.js";
import { setDependencies } from "./set-dependencies.js";

/** Changes the fields that are given; the next deployment uses them. Throws `not_found`, and `dependency_cycle`. */
export async function updateService(context: OperationContext, input: { name: string; change: UpdateService }): Promise<Service> {
  authorize(context, "service:update");
  const { rootDirectory, configFile, buildCommand, dependsOn, inputs } = input.change;
  await inTransaction(context.db, async (tx) => {
    const service = await tx.service.findUnique({ where: { name: input.name }, select: { id: true } });
    if (!service) throw serviceNotFound(input.name);
    await tx.service.update({
      where: { id: service.id },
      data: {
        ...(rootDirectory === undefined ? {} : { rootDirectory }),
        ...(configFile === undefined ? {} : { configFile }),
        ...(buildCommand === undefined ? {} : { buildCommand: buildCommand ?? Prisma.DbNull }),
      },
    });
    await setDependencies(tx, { id: service.id, name: input.name }, { dependsOn, inputs });
    await recordAudit(tx, context.actor, {
      action: "service.updated",
      entity: { type: "service", id: service.id, name: input.name },
      data: { fields: Object.keys(input.change) },
    });
  });
  return readService(context, input.name);
}
