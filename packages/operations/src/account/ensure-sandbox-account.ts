import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";

/**
 * The emulator takes a 12-digit access key id for the account's id. This is the account that it takes requests
 * without credentials to be meant for, so that deployed APIs can be called by their plain URL.
 */
const sandboxAccessKeyId = "000000000000";

/**
 * Keeps the account named `sandbox`, which reaches the local emulator at `endpointUrl`. The port may differ at
 * each start, so the address follows. An account of another kind that has the name is left alone.
 */
export async function ensureSandboxAccount(context: OperationContext, { endpointUrl }: { endpointUrl: string }): Promise<void> {
  authorize(context, "account:manage");
  await inTransaction(context.db, async (tx) => {
    const id = uuidv7();
    const made = await tx.$executeRaw`
      INSERT INTO aws_accounts (id, name, kind, aws_account_id, default_region, access_key_id, endpoint_url, verified_at)
      VALUES (${id}::uuid, 'sandbox', 'sandbox', ${sandboxAccessKeyId}, 'us-east-1', ${sandboxAccessKeyId}, ${endpointUrl}, now())
      ON CONFLICT (name) DO NOTHING`;
    if (made === 1) {
      await recordAudit(tx, context.actor, { action: "account.created", entity: { type: "account", id, name: "sandbox" } });
      return;
    }
    await tx.awsAccount.updateMany({
      where: { name: "sandbox", kind: "sandbox", NOT: { endpointUrl } },
      data: { endpointUrl },
    });
  });
}
