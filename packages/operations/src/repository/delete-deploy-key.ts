import type { Repository } from "@windlass/contracts/repository";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { findRepository } from "./read-repository.js";
import { repositoryFields, toRepository } from "./repository-view.js";

/** Forgets a repository's key pair. Throws `not_found`. */
export async function deleteDeployKey(context: OperationContext, id: string): Promise<Repository> {
  authorize(context, "repository:manage");
  return inTransaction(context.db, async (tx) => {
    const { url } = await findRepository(tx, id);
    const row = await tx.repository.update({ where: { id }, data: { deployKey: null, sealedDeployKey: null }, ...repositoryFields });
    await recordAudit(tx, context.actor, { action: "repository.deploy_key_deleted", entity: { type: "repository", id, name: url } });
    return toRepository(row);
  });
}
