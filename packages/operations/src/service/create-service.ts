import { WindlassError } from "@windlass/contracts/error";
import { createRepositorySchema } from "@windlass/contracts/repository";
import type { CreateService, Service } from "@windlass/contracts/service";
import { Prisma } from "@windlass/database/generated/client";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { isPrismaUniqueViolation } from "../postgres-error.js";
import { insertRepository } from "../repository/insert-repository.js";
import { normalizeUrl } from "../repository/normalize-url.js";
import { findRepository } from "../repository/read-repository.js";
import type { Keyring } from "../sealing.js";
import { readService } from "./read-service.js";

export type NewService = { service: CreateService; keyring: Keyring };

/**
 * Adds a service. A repository that is given by its address is registered when it is new, which needs
 * `repository:manage` too. Throws `name_taken`, and `not_found` for the repository.
 */
export async function createService(context: OperationContext, input: NewService): Promise<Service> {
  authorize(context, "service:create");
  const { name, rootDirectory, configFile, buildCommand, submodules = false, lfs = false } = input.service;
  await inTransaction(context.db, async (tx) => {
    const repository = await resolveRepository(context, tx, input);
    const id = uuidv7();
    const data = { id, name, repositoryId: repository.id, rootDirectory, configFile: configFile ?? null, buildCommand: buildCommand ?? Prisma.DbNull, submodules, lfs };
    await tx.service.create({ data }).catch((error: unknown) => {
      throw isPrismaUniqueViolation(error) ? new WindlassError("name_taken", `There is a service named ${name} already.`) : error;
    });
    await recordAudit(tx, context.actor, {
      action: "service.created",
      entity: { type: "service", id, name },
      data: { repository: repository.url, rootDirectory },
    });
  });
  return readService(context, name);
}

async function resolveRepository(context: OperationContext, tx: Prisma.TransactionClient, input: NewService): Promise<{ id: string; url: string }> {
  const { repository } = input.service;
  if ("id" in repository) return findRepository(tx, repository.id);
  const known = await tx.repository.findUnique({ where: { normalizedUrl: normalizeUrl(repository.url) } });
  if (known) return known;
  authorize(context, "repository:manage");
  return insertRepository(tx, context.actor, { repository: createRepositorySchema.parse({ url: repository.url }), keyring: input.keyring });
}
