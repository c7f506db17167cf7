import { WindlassError } from "@windlass/contracts/error";
import type { Prisma } from "@windlass/database/generated/client";
import { accountFields, type AccountRow } from "./account-view.js";

/** The account's row, sealed credentials and all. Throws `not_found`. */
export async function findAccount(prisma: Prisma.TransactionClient, name: string): Promise<AccountRow> {
  const row = await prisma.awsAccount.findUnique({ where: { name }, ...accountFields });
  if (!row) throw new WindlassError("not_found", `There is no account named ${name}.`);
  return row;
}

/** Turns the unique violation of an account's name into `name_taken`. */
export function accountNameTaken(name: string): WindlassError {
  return new WindlassError("name_taken", `There is an account named ${name} already.`);
}
