import { WindlassError } from "@windlass/contracts/error";
import { recordAudit } from "../audit.js";
import { authorize } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { refuseToken, type UserContext } from "./token-owner.js";

/** Ends one of the caller's tokens; open sockets close with it. Throws `not_found`, and `forbidden` for a token. */
export async function revokeToken(context: UserContext, id: string): Promise<void> {
  authorize(context, "token:manage");
  refuseToken(context);
  await inTransaction(context.db, async (tx) => {
    const where = { id, userId: context.userId, revokedAt: null };
    const row = await tx.apiToken.findFirst({ where });
    const { count } = await tx.apiToken.updateMany({ where, data: { revokedAt: new Date() } });
    if (!row || count === 0) throw new WindlassError("not_found", `There is no token with the id ${id}.`);
    await recordAudit(tx, context.actor, { action: "token.revoked", entity: { type: "token", id, name: row.name } });
  });
}
