import { DeleteObjectsCommand, ListObjectVersionsCommand, type ObjectIdentifier } from "@aws-sdk/client-s3";
import { WindlassError } from "@windlass/contracts/error";
import { nameOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

/**
 * Deletes every object of a bucket, with all versions and delete markers, so that the bucket itself can be deleted. A
 * bucket that is not there is empty. A repeat goes on where an earlier one stopped.
 *
 * @throws WindlassError `aws_error` when an object cannot be deleted, `aws_denied`.
 */
export async function emptyBucket(session: AwsSession, input: { bucket: string; signal?: AbortSignal }): Promise<{ deleted: number }> {
  const { bucket, signal } = input;
  const options = signal ? { abortSignal: signal } : {};
  let deleted = 0;
  try {
    for (;;) {
      // Always the first page: what was listed has been deleted since.
      const page = await withFreshCredentials(session, () => session.s3.send(new ListObjectVersionsCommand({ Bucket: bucket }), options));
      const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(toIdentifier);
      if (objects.length === 0) return { deleted };
      const answer = await withFreshCredentials(session, () =>
        session.s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }), options),
      );
      const [refused] = answer.Errors ?? [];
      if (refused) throw new WindlassError("aws_error", `Could not empty the bucket ${bucket}: ${refused.Key ?? ""}: ${refused.Message ?? refused.Code ?? ""}`);
      deleted += objects.length;
    }
  } catch (error) {
    if (nameOf(error) === "NoSuchBucket") return { deleted };
    throw toWindlassError(error, `empty the bucket ${bucket}`);
  }
}

function toIdentifier({ Key, VersionId }: { Key?: string | undefined; VersionId?: string | undefined }): ObjectIdentifier {
  return { Key: Key ?? "", ...(VersionId === undefined ? {} : { VersionId }) };
}
