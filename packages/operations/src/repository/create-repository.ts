import type { Repository } from "@windlass/contracts/repository";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { insertRepository, type NewRepository } from "./insert-repository.js";
import { toRepository } from "./repository-view.js";

/** Registers a repository. Throws `name_taken` when its address is registered already. */
export async function createRepository(context: OperationContext, input: NewRepository): Promise<Repository> {
  authorize(context, "repository:manage");
  return toRepository(await inTransaction(context.db, (tx) => insertRepository(tx, context.actor, input)));
}
