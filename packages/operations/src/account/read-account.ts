import type { Account } from "@windlass/contracts/account";
import { authorize, type OperationContext } from "../context.js";
import { toAccount } from "./account-view.js";
import { findAccount } from "./find-account.js";

/** One account by its name. Throws `not_found`. */
export async function readAccount(context: OperationContext, name: string): Promise<Account> {
  authorize(context, "account:read");
  return toAccount(await findAccount(context.db.prisma, name));
}
