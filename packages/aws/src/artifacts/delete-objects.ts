import { DeleteObjectsCommand } from "@aws-sdk/client-s3";
import { WindlassError } from "@windlass/contracts/error";
import { nameOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

/** S3 takes so many keys in one call. */
const keysAtOnce = 1_000;

/**
 * Deletes objects by their keys; what is not there is no failure. In a bucket that keeps versions they can be had back.
 *
 * @throws WindlassError
 */
export async function deleteObjects(session: AwsSession, { bucket, keys, signal }: { bucket: string; keys: readonly string[]; signal?: AbortSignal }): Promise<void> {
  const options = signal ? { abortSignal: signal } : {};
  try {
    for (let from = 0; from < keys.length; from += keysAtOnce) {
      const Objects = keys.slice(from, from + keysAtOnce).map((Key) => ({ Key }));
      const answer = await withFreshCredentials(session, () => session.s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }), options));
      const [refused] = answer.Errors ?? [];
      if (refused) throw new WindlassError("aws_error", `Could not delete ${refused.Key ?? "an object"} from the bucket ${bucket}: ${refused.Message ?? refused.Code ?? ""}`);
    }
  } catch (error) {
    if (nameOf(error) === "NoSuchBucket") return;
    throw toWindlassError(error, `delete artifacts from the bucket ${bucket}`);
  }
}
