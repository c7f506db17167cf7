import { WindlassError } from "@windlass/contracts/error";
import { uploadLimits, type Upload, type UploadSource } from "@windlass/contracts/upload";
import type { Prisma } from "@windlass/database/generated/client";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { serviceNotFound } from "../service/read-service.js";
import { lockUploads, storedBytes } from "./stored-uploads.js";
import { toUpload } from "./upload-view.js";

/** An archive that was received in full and is not in its place yet. */
export type ReceivedUpload = { hash: string; sizeBytes: number; keep: () => Promise<void> };

export type NewUpload = {
  service: string;
  source: UploadSource;
  /** Takes the archive in, once it is known that the service is there and that there is room. */
  receive: () => Promise<ReceivedUpload>;
};

/**
 * Takes in a folder that somebody sends, to be deployed. Throws `not_found` for the service and `uploads_full` while the
 * server keeps as many uploads as it may.
 */
export async function createUpload(context: OperationContext, { service, source, receive }: NewUpload): Promise<Upload> {
  authorize(context, "deployment:create");
  const found = await context.db.prisma.service.findUnique({ where: { name: service }, select: { id: true } });
  if (!found) throw serviceNotFound(service);
  await refuseFull(context.db.prisma, 0);
  const { hash, sizeBytes, keep } = await receive();
  return inTransaction(context.db, async (tx) => {
    // Housekeeping neither counts nor deletes meanwhile.
    await lockUploads(tx);
    await refuseFull(tx, sizeBytes);
    await keep();
    const row = await tx.upload.create({
      data: {
        id: uuidv7(),
        serviceId: found.id,
        hash,
        sizeBytes,
        commitSha: source.commit,
        commitMessage: source.message,
        commitAuthor: source.author,
        committedAt: source.committedAt ?? null,
        branch: source.branch ?? null,
        changedFiles: source.changedFiles,
        createdBy: context.actor.label,
      },
    });
    const data = { service, commit: source.commit, changedFiles: source.changedFiles, hash, sizeBytes };
    await recordAudit(tx, context.actor, { action: "upload.created", entity: { type: "upload", id: row.id, name: service }, data });
    return toUpload(row);
  });
}

async function refuseFull(prisma: Prisma.TransactionClient, more: number): Promise<void> {
  if ((await storedBytes(prisma)) + more < uploadLimits.storedBytes) return;
  throw new WindlassError("uploads_full", `The server keeps ${Math.round(uploadLimits.storedBytes / 1024 ** 3)} GB of uploads already, which is all that it may.`);
}
