import { WindlassError } from "@windlass/contracts/error";
import type { Repository } from "@windlass/contracts/repository";
import type { Prisma } from "@windlass/database/generated/client";
import { authorize, type OperationContext } from "../context.js";
import { repositoryFields, toRepository, type RepositoryRow } from "./repository-view.js";

/** One repository. Throws `not_found`. */
export async function readRepository(context: OperationContext, id: string): Promise<Repository> {
  authorize(context, "repository:read");
  return toRepository(await findRepository(context.db.prisma, id));
}

/** Throws `not_found`. */
export async function findRepository(prisma: Prisma.TransactionClient, id: string): Promise<RepositoryRow> {
  const row = await prisma.repository.findUnique({ where: { id }, ...repositoryFields });
  if (!row) throw new WindlassError("not_found", `There is no repository with the id ${id}.`);
  return row;
}
