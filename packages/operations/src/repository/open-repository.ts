import { WindlassError } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import type { Keyring } from "../sealing.js";
import { openRepositoryAccess, type RepositoryAccess } from "./open-access-token.js";

export type OpenRepository = RepositoryAccess & { defaultBranch: string };

/** A repository with what reads it, for the worker's git. Throws `not_found`. */
export async function openRepository(context: OperationContext, input: { id: string; keyring: Keyring }): Promise<OpenRepository> {
  authorize(context, "repository:manage");
  const row = await context.db.prisma.repository.findUnique({ where: { id: input.id } });
  if (!row) throw new WindlassError("not_found", `There is no repository with the id ${input.id}.`);
  return { ...openRepositoryAccess(row, input.keyring), defaultBranch: row.defaultBranch };
}
