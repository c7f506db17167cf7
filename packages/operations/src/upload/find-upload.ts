import type { DeploymentOptions } from "@windlass/contracts/deployment-options";
import { WindlassError } from "@windlass/contracts/error";
import type { Commit } from "@windlass/contracts/release";
import { changedText } from "@windlass/contracts/upload";
import type { OperationContext } from "../context.js";

/** What makes a deployment one of an upload. */
export type UploadedSource = { ref: string; commit: Commit; options: Pick<DeploymentOptions, "upload"> };

/**
 * What a deployment of an upload is made with; its time to be kept begins anew. The commit's message says that it is not the
 * commit alone, wherever it is shown. Throws `upload_missing` for one that is gone or of another service.
 */
export async function findUpload(context: OperationContext, { id, service }: { id: string; service: string }): Promise<UploadedSource> {
  const { count } = await context.db.prisma.upload.updateMany({ where: { id, service: { name: service } }, data: { usedAt: new Date() } });
  const row = count === 0 ? null : await context.db.prisma.upload.findUnique({ where: { id } });
  if (!row) throw new WindlassError("upload_missing", `There is no upload ${id} of ${service}, or no longer.`);
  const subject = row.commitMessage.split("\n", 1)[0] ?? "";
  const suffix = row.changedFiles === 0 ? "(uploaded)" : `(uploaded, with ${changedText(row.changedFiles)})`;
  const commit = { sha: row.commitSha, message: `${subject} ${suffix}`.trim(), author: row.commitAuthor, committedAt: row.committedAt?.toISOString() ?? null };
  const upload = { id, hash: row.hash, commit, changedFiles: row.changedFiles, by: row.createdBy };
  return { ref: row.branch ?? row.commitSha, commit, options: { upload } };
}
