import { WindlassError } from "@windlass/contracts/error";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";

/** Any number will do, as long as every process takes the same. */
const setupLock = 7_301_464;

export type NewAdministrator = { name: string; email: string; passwordHash: string };

/** Creates the first person, as administrator. Of many that try at once, one is let in. Throws `setup_done`. */
export async function createAdministrator(context: OperationContext, input: NewAdministrator): Promise<{ id: string }> {
  authorize(context, "settings:manage");
  return inTransaction(context.db, async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${setupLock})`;
    if ((await tx.user.count()) > 0) throw new WindlassError("setup_done", "This instance has its administrator already.");
    const id = uuidv7();
    const email = input.email.toLowerCase();
    await tx.user.create({
      data: {
        id,
        name: input.name,
        email,
        role: "admin",
        // better-auth: an account of the provider `credential` is named by the person's id.
        identities: { create: { id: uuidv7(), providerId: "credential", accountId: id, password: input.passwordHash } },
      },
    });
    await recordAudit(tx, context.actor, { action: "user.created", entity: { type: "user", id, name: email }, data: { role: "admin" } });
    return { id };
  });
}
