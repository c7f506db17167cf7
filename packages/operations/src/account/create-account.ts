import { randomBytes } from "node:crypto";
import type { Account, CreateAccount } from "@windlass/contracts/account";
import type { Prisma } from "@windlass/database/generated/client";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { isPrismaUniqueViolation } from "../postgres-error.js";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";
import { accountFields, toAccount } from "./account-view.js";
import { accountNameTaken } from "./find-account.js";

/**
 * Connects an AWS account. A role's external id is made here, so that nobody can choose another's. Throws `name_taken`.
 */
export async function createAccount(context: OperationContext, input: { account: CreateAccount; keyring: Keyring }): Promise<Account> {
  authorize(context, "account:manage");
  const { account } = input;
  const id = uuidv7();
  const data = { id, name: account.name, kind: account.kind, defaultRegion: account.defaultRegion, ...credentialsOf(id, input) };
  return inTransaction(context.db, async (tx) => {
    const row = await tx.awsAccount.create({ data, ...accountFields }).catch((error: unknown) => {
      throw isPrismaUniqueViolation(error) ? accountNameTaken(account.name) : error;
    });
    await recordAudit(tx, context.actor, {
      action: "account.created",
      entity: { type: "account", id, name: account.name },
      data: { kind: account.kind },
    });
    return toAccount(row);
  });
}

function credentialsOf(id: string, { account, keyring }: { account: CreateAccount; keyring: Keyring }): Partial<Prisma.AwsAccountCreateInput> {
  if (account.kind === "role") return { roleArn: account.roleArn, externalId: `windlass-${randomBytes(16).toString("hex")}` };
  if (account.kind === "keys") {
    return {
      accessKeyId: account.accessKeyId,
      sealedSecretKey: keyring.seal(account.secretAccessKey, sealedPlace.accountSecretKey(id)),
      endpointUrl: account.endpointUrl ?? null,
    };
  }
  return {};
}
