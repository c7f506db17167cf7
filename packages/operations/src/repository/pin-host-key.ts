import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { sshFingerprint } from "./ssh-key.js";

/** Keeps the key with which an SSH host showed itself when it was met first: from then on no other is taken. Of two that meet it at once, the first counts. */
export async function pinHostKey(context: OperationContext, { id, hostKey }: { id: string; hostKey: string }): Promise<void> {
  authorize(context, "repository:manage");
  await inTransaction(context.db, async (tx) => {
    const { count } = await tx.repository.updateMany({ where: { id, sshHostKey: null }, data: { sshHostKey: hostKey } });
    if (count === 0) return;
    const { url } = await tx.repository.findUniqueOrThrow({ where: { id }, select: { url: true } });
    await recordAudit(tx, context.actor, { action: "repository.host_key_pinned", entity: { type: "repository", id, name: url }, data: { fingerprint: sshFingerprint(hostKey) } });
  });
}
