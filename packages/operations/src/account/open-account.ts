import { authorize, type OperationContext } from "../context.js";
import type { Keyring } from "../sealing.js";
import { accountAccess, type AccountAccess } from "./account-access.js";
import { findAccount } from "./find-account.js";

export type OpenAccount = { id: string; name: string; defaultRegion: string; access: AccountAccess };

/** The credentials of an account in the clear, for a call to AWS and never for an answer. Throws `not_found`, `credentials_refused`. */
export async function openAccount(context: OperationContext, input: { name: string; keyring: Keyring }): Promise<OpenAccount> {
  authorize(context, "account:manage");
  const row = await findAccount(context.db.prisma, input.name);
  return { id: row.id, name: row.name, defaultRegion: row.defaultRegion, access: accountAccess(row, input.keyring) };
}
