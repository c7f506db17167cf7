import type { Upload } from "@windlass/contracts/upload";
import type { Upload as UploadRow } from "@windlass/database/generated/client";

export function toUpload(row: UploadRow): Upload {
  return {
    id: row.id,
    hash: row.hash,
    sizeBytes: row.sizeBytes,
    commit: row.commitSha,
    branch: row.branch,
    changedFiles: row.changedFiles,
    createdAt: row.createdAt.toISOString(),
  };
}
