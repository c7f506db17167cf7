import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { Transform } from "node:stream";
import { WindlassError } from "@windlass/contracts/error";
import { uploadLimits } from "@windlass/contracts/upload";
import { uploadFile } from "@windlass/operations/upload/upload-file";
import type { WorkerServices } from "../services.js";
import { unpackArchive, type Unpacked } from "./unpack-archive.js";

/** A folder of any size that is allowed is unpacked in a part of this. */
const timeoutMs = 5 * 60_000;

/**
 * Unpacks an archive that somebody sent into a folder that is made anew. Throws `upload_missing` where this worker has no such
 * archive, and `upload_invalid` for one that is damaged or holds what must not be in it.
 */
export async function unpackUpload(
  { dataDir, builds }: Pick<WorkerServices, "dataDir" | "builds">,
  { hash, target, signal }: { hash: string; target: string; signal: AbortSignal },
): Promise<Unpacked> {
  const file = uploadFile(dataDir, hash);
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new WindlassError("upload_missing", "The uploaded archive is not in this worker's data folder, or no longer.");
  await rm(target, { recursive: true, force: true });
  const limits = {
    unpackedBytes: Math.min(uploadLimits.unpackedBytes, builds.limits.diskBytes),
    fileBytes: uploadLimits.fileBytes,
    entries: Math.min(uploadLimits.entries, builds.limits.files),
  };
  const digest = createHash("sha256");
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      done(null, chunk);
    },
  });
  const archive = createReadStream(file);
  archive.on("error", (error) => hashing.destroy(error));
  const tooLong = new AbortController();
  const timer = setTimeout(() => tooLong.abort(new WindlassError("upload_invalid", "The uploaded archive takes too long to unpack.")), timeoutMs);
  const unpacked = await unpackArchive({ archive: archive.pipe(hashing), target, limits, signal: AbortSignal.any([signal, tooLong.signal]) }).finally(() => clearTimeout(timer));
  if (digest.digest("hex") !== hash) throw new WindlassError("upload_invalid", "The uploaded archive is not the one that was sent: its hash differs.");
  return unpacked;
}
