import { WindlassError } from "@windlass/contracts/error";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";

/** Forgets an App and its secrets; on GitHub it stays until it is deleted there. Throws `not_found`. */
export async function deleteGithubApp(context: OperationContext, id: string): Promise<void> {
  authorize(context, "settings:manage");
  await inTransaction(context.db, async (tx) => {
    const row = await tx.githubApp.findUnique({ where: { id }, select: { name: true } });
    if (!row) throw new WindlassError("not_found", `There is no GitHub App with the id ${id}.`);
    await tx.githubApp.delete({ where: { id } });
    await recordAudit(tx, context.actor, { action: "github_app.deleted", entity: { type: "github_app", id, name: row.name } });
  });
}
