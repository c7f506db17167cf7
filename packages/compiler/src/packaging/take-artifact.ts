import type { ArtifactShelf } from "../artifact-shelf.js";
import { CompileError } from "../diagnostic.js";
import { PathOutsideError, type FileSource } from "../file-source.js";
import type { Path } from "../path.js";
import type { PackedZip } from "./packed-zip.js";
import { spoolBytes } from "./spool-zip.js";

type ArtifactOptions = { files: FileSource; shelf?: ArtifactShelf | undefined };

/**
 * Takes a zip that the service built itself.
 * @throws CompileError `artifact_missing`, `file_outside`, and `feature_unsupported` for one that lies in S3.
 */
export async function takeArtifact(artifact: string, at: Path, { files, shelf }: ArtifactOptions): Promise<PackedZip> {
  if (isOnS3(artifact)) {
    throw new CompileError({
      code: "feature_unsupported",
      message: `The artifact ${artifact} lies in S3, where the compiler does not reach`,
      hint: "Fetch it in the service's build command (`aws s3 cp`), and name the local file here.",
      path: at,
    });
  }
  try {
    const info = await files.inspect(artifact);
    if (!info) throw new CompileError({ code: "artifact_missing", message: `There is no artifact ${artifact}`, path: at });
    const known = await shelf?.find(`artifact-${info.version}`);
    if (known) return known;
    const zip = await spoolBytes(files.stream(artifact), shelf);
    await shelf?.keep(`artifact-${info.version}`, zip);
    return zip;
  } catch (error) {
    if (!(error instanceof PathOutsideError)) throw error;
    throw new CompileError({ code: "file_outside", message: error.message, path: at });
  }
}

/** `s3://bucket/key`, and the addresses of buckets as hosts and as paths, with and without `https://`. */
function isOnS3(artifact: string): boolean {
  if (/^s3:\/\/[^/?#@\s]+\/[^?#]/.test(artifact)) return true;
  return /^(?:https?:\/\/)?(?:[^/?#@\s]+\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com\/[^?#]|s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com\/[^/?#]+\/[^?#])/i.test(artifact);
}
