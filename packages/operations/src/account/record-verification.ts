import type { AccountVerification } from "@windlass/contracts/account";
import { Prisma } from "@windlass/database/generated/client";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { findAccount } from "./find-account.js";

/** Keeps what AWS said of an account's credentials. Throws `not_found`. */
export async function recordVerification(context: OperationContext, input: { name: string; verification: AccountVerification }): Promise<void> {
  authorize(context, "account:manage");
  const { ok, awsAccountId, error } = input.verification;
  await inTransaction(context.db, async (tx) => {
    const { id, name } = await findAccount(tx, input.name);
    await tx.awsAccount.update({
      where: { id },
      data: ok ? { awsAccountId, verifiedAt: new Date(), verificationError: Prisma.DbNull } : { verifiedAt: null, verificationError: error ?? Prisma.DbNull },
    });
    await recordAudit(tx, context.actor, {
      action: ok ? "account.verified" : "account.refused",
      entity: { type: "account", id, name },
      data: { awsAccountId },
    });
  });
}
