import type { CreatedToken, CreateToken } from "@windlass/contracts/token";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit.js";
import { authorize } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { refuseToken, type UserContext } from "./token-owner.js";
import { makeToken } from "./token-secret.js";
import { toToken } from "./token-view.js";

const dayMs = 86_400_000;

/** Makes a token of the caller, with the caller's role. The token itself is only in this answer. Throws `forbidden` for a token. */
export async function createToken(context: UserContext, input: CreateToken): Promise<CreatedToken> {
  authorize(context, "token:manage");
  refuseToken(context);
  const { token, prefix, hash } = makeToken();
  const expiresAt = input.expiresInDays === null ? null : new Date(Date.now() + input.expiresInDays * dayMs);
  return inTransaction(context.db, async (tx) => {
    const row = await tx.apiToken.create({ data: { id: uuidv7(), userId: context.userId, name: input.name, prefix, hash, expiresAt } });
    await recordAudit(tx, context.actor, { action: "token.created", entity: { type: "token", id: row.id, name: row.name } });
    return { ...toToken(row), token };
  });
}
