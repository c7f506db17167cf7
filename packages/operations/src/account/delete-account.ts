import { WindlassError } from "@windlass/contracts/error";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { findAccount } from "./find-account.js";

/** Forgets an account; nothing in AWS changes. Throws `not_found`, and `in_use` while a stage is in it. */
export async function deleteAccount(context: OperationContext, name: string): Promise<void> {
  authorize(context, "account:manage");
  await inTransaction(context.db, async (tx) => {
    // Held, so that no stage is put into it meanwhile.
    await tx.$queryRaw`SELECT 1 FROM aws_accounts WHERE name = ${name} FOR UPDATE`;
    const row = await findAccount(tx, name);
    if (row._count.stages > 0) {
      throw new WindlassError("in_use", `${row._count.stages} stage(s) are in the account ${name}.`, { hint: "Remove and delete the stages first." });
    }
    await tx.awsAccount.delete({ where: { id: row.id } });
    await recordAudit(tx, context.actor, { action: "account.deleted", entity: { type: "account", id: row.id, name } });
  });
}
