import { HeadObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { nameOf, statusOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import { mapParallel } from "../map-parallel.js";
import type { AwsSession } from "../session.js";

export type FindMissingInput = { bucket: string; keys: readonly string[]; signal?: AbortSignal };

/** Up to this many keys are asked for one by one; more are looked for in a listing, a thousand per call. */
const headUpTo = 8;
/** A listing that is longer than this is no cheaper than asking for each key. */
const longestListing = 5;
const headsAtOnce = 16;

/**
 * Which of these keys the bucket does not have, in the order given. A bucket that is not there has none of them.
 *
 * @throws WindlassError
 */
export async function findMissing(session: AwsSession, input: FindMissingInput): Promise<string[]> {
  const keys = [...new Set(input.keys)];
  try {
    const { present, unknown } = keys.length <= headUpTo ? { present: new Set<string>(), unknown: keys } : await list(session, input);
    const found = await mapParallel(unknown, headsAtOnce, (key) => exists(session, input, key));
    unknown.forEach((key, index) => found[index] && present.add(key));
    return keys.filter((key) => !present.has(key));
  } catch (error) {
    if (nameOf(error) === "NoSuchBucket") return keys;
    throw toWindlassError(error, `look for artifacts in the bucket ${input.bucket}`);
  }
}

/** Looks the keys up in the listing of what they share; what lies behind the last page read stays unknown. */
async function list(session: AwsSession, input: FindMissingInput): Promise<{ present: Set<string>; unknown: string[] }> {
  const wanted = new Set(input.keys);
  const present = new Set<string>();
  let continuation: string | undefined;
  let last = "";
  for (let page = 0; page < longestListing; page += 1) {
    const command = new ListObjectsV2Command({
      Bucket: input.bucket,
      Prefix: sharedPrefix([...wanted]),
      ...(continuation === undefined ? {} : { ContinuationToken: continuation }),
    });
    const answer = await withFreshCredentials(session, () =>
      session.s3.send(command, input.signal ? { abortSignal: input.signal } : {}),
    );
    for (const { Key: key } of answer.Contents ?? []) {
      if (key === undefined) continue;
      last = key;
      if (wanted.has(key)) present.add(key);
    }
    continuation = answer.NextContinuationToken;
    if (continuation === undefined) return { present, unknown: [] };
  }
  return { present, unknown: [...wanted].filter((key) => comparesAfter(key, last)) };
}

/** S3 lists in the order of the keys' UTF-8 bytes. */
function comparesAfter(key: string, last: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(last)) > 0;
}

/** The longest beginning that all keys have in common. */
export function sharedPrefix(keys: readonly string[]): string {
  const [first = "", ...rest] = keys;
  let length = first.length;
  for (const key of rest) {
    let same = 0;
    while (same < length && key[same] === first[same]) same += 1;
    length = same;
  }
  return first.slice(0, length);
}

async function exists(session: AwsSession, input: FindMissingInput, key: string): Promise<boolean> {
  const command = new HeadObjectCommand({ Bucket: input.bucket, Key: key });
  try {
    await withFreshCredentials(session, () => session.s3.send(command, input.signal ? { abortSignal: input.signal } : {}));
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}
