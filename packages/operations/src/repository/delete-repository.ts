import { WindlassError } from "@windlass/contracts/error";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { findRepository } from "./read-repository.js";

/** Forgets a repository. Throws `not_found`, and `in_use` while a service is made of it. */
export async function deleteRepository(context: OperationContext, id: string): Promise<void> {
  authorize(context, "repository:manage");
  await inTransaction(context.db, async (tx) => {
    // Held, so that no service is made of it meanwhile.
    await tx.$queryRaw`SELECT 1 FROM repositories WHERE id = ${id}::uuid FOR UPDATE`;
    const row = await findRepository(tx, id);
    if (row._count.services > 0) {
      throw new WindlassError("in_use", `${row._count.services} service(s) are made of ${row.url}.`, { hint: "Delete the services first." });
    }
    await tx.repository.delete({ where: { id } });
    await recordAudit(tx, context.actor, { action: "repository.deleted", entity: { type: "repository", id, name: row.url } });
  });
}
