import { ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import type { BucketContent } from "@windlass/contracts/stack-diagnosis";
import { nameOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

/** Counting stops here: that a bucket holds more does not change what a person decides. */
const countedAtMost = 5_000;

/**
 * How many versions and delete markers a bucket holds; null where there is no such bucket.
 *
 * @throws WindlassError
 */
export async function countVersions(session: AwsSession, input: { bucket: string; signal?: AbortSignal }): Promise<BucketContent | null> {
  const { bucket, signal } = input;
  const content = { versions: 0, deleteMarkers: 0, more: false };
  let from: { KeyMarker?: string; VersionIdMarker?: string } = {};
  try {
    for (;;) {
      const command = new ListObjectVersionsCommand({ Bucket: bucket, ...from });
      const page = await withFreshCredentials(session, () => session.s3.send(command, signal ? { abortSignal: signal } : {}));
      content.versions += page.Versions?.length ?? 0;
      content.deleteMarkers += page.DeleteMarkers?.length ?? 0;
      if (page.IsTruncated !== true) return content;
      if (content.versions + content.deleteMarkers >= countedAtMost) return { ...content, more: true };
      from = {
        ...(page.NextKeyMarker === undefined ? {} : { KeyMarker: page.NextKeyMarker }),
        ...(page.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: page.NextVersionIdMarker }),
      };
    }
  } catch (error) {
    if (nameOf(error) === "NoSuchBucket") return null;
    throw toWindlassError(error, `count what is in the bucket ${bucket}`);
  }
}
