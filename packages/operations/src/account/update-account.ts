import type { Account, UpdateAccount } from "@windlass/contracts/account";
import { WindlassError } from "@windlass/contracts/error";
import { Prisma } from "@windlass/database/generated/client";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { isPrismaUniqueViolation } from "../postgres-error.js";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";
import { accountFields, toAccount, type AccountRow } from "./account-view.js";
import { accountNameTaken, findAccount } from "./find-account.js";

export type AccountChange = { name: string; change: UpdateAccount; keyring: Keyring };

/**
 * Changes the fields that are given. New credentials make the account unverified. Throws `not_found`, `name_taken`,
 * and `invalid_request` for a field that the account's kind does not have.
 */
export async function updateAccount(context: OperationContext, input: AccountChange): Promise<Account> {
  authorize(context, "account:manage");
  return inTransaction(context.db, async (tx) => {
    const account = await findAccount(tx, input.name);
    refuseForeignFields(account, input.change);
    const data = dataOf(account, input);
    const row = await tx.awsAccount.update({ where: { id: account.id }, data, ...accountFields }).catch((error: unknown) => {
      throw isPrismaUniqueViolation(error) ? accountNameTaken(input.change.name ?? input.name) : error;
    });
    await recordAudit(tx, context.actor, {
      action: "account.updated",
      entity: { type: "account", id: account.id, name: row.name },
      data: { fields: Object.keys(input.change) },
    });
    return toAccount(row);
  });
}

function refuseForeignFields(account: AccountRow, change: UpdateAccount): void {
  if (account.kind === "sandbox") throw new WindlassError("invalid_request", "Windlass itself keeps the account of its sandbox.");
  const foreign = account.kind === "role" ? ["accessKeyId", "secretAccessKey"] : account.kind === "keys" ? ["roleArn"] : ["roleArn", "accessKeyId", "secretAccessKey"];
  const found = Object.keys(change).filter((field) => foreign.includes(field));
  if (found.length > 0) throw new WindlassError("invalid_request", `An account of kind ${account.kind} has no ${found.join(" and no ")}.`);
}

function dataOf(account: AccountRow, { change, keyring }: AccountChange): Prisma.AwsAccountUpdateInput {
  const { secretAccessKey, name, defaultRegion, roleArn, accessKeyId } = change;
  const credentialsChanged = roleArn !== undefined || accessKeyId !== undefined || secretAccessKey !== undefined;
  return {
    ...(name === undefined ? {} : { name }),
    ...(defaultRegion === undefined ? {} : { defaultRegion }),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    ...(secretAccessKey === undefined ? {} : { sealedSecretKey: keyring.seal(secretAccessKey, sealedPlace.accountSecretKey(account.id)) }),
    ...(credentialsChanged ? { verifiedAt: null, verificationError: Prisma.DbNull } : {}),
  };
}
