import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { WindlassError } from "@windlass/contracts/error";
import { uploadLimits } from "@windlass/contracts/upload";
import type { ReceivedUpload } from "@windlass/operations/upload/create-upload";
import { uploadFile, uploadFolder } from "@windlass/operations/upload/upload-file";

/**
 * Writes a body to the disk as it comes, readable by this user only, and no further than it may. `keep` puts it into its
 * place; without that `drop` deletes it. Throws `payload_too_large`, and `upload_invalid` for what is no gzip.
 */
export async function receiveArchive(body: Readable, dataDir: string): Promise<ReceivedUpload & { drop: () => Promise<void> }> {
  const folder = uploadFolder(dataDir);
  const draft = join(folder, `${randomUUID()}.part`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const drop = (): Promise<void> => rm(draft, { force: true });
  const meter = openMeter();
  try {
    await pipeline(body, meter.stream, createWriteStream(draft, { mode: 0o600, flags: "wx", flush: true }));
    const { hash, sizeBytes } = meter.end();
    return { hash, sizeBytes, keep: () => rename(draft, uploadFile(dataDir, hash)), drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

export function tooLarge(): WindlassError {
  const limit = Math.round(uploadLimits.packedBytes / 1024 / 1024);
  return new WindlassError("payload_too_large", `The archive is larger than ${limit} MB, which is the most that may be sent.`, {
    hint: "Let git ignore what the build does not need, or deploy from the repository.",
  });
}

function openMeter(): { stream: Transform; end: () => { hash: string; sizeBytes: number } } {
  const hash = createHash("sha256");
  let sizeBytes = 0;
  let start = Buffer.alloc(0);
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.length;
      if (sizeBytes > uploadLimits.packedBytes) return done(tooLarge());
      if (start.length < 2) start = Buffer.concat([start, chunk.subarray(0, 2)]);
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return {
    stream,
    end() {
      if (start[0] !== 0x1f || start[1] !== 0x8b) throw new WindlassError("upload_invalid", "What was sent is no gzipped tar archive.");
      return { hash: hash.digest("hex"), sizeBytes };
    },
  };
}
