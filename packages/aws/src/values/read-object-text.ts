import { nameOf } from "../aws-error.js";
import { clientConfig, type ValueAccess } from "./value-clients.js";
import type { ValueAnswer, ValueRequest } from "./value-request.js";

type Request = Extract<ValueRequest, { source: "s3" }>;

/** A config value, not a file: larger objects are refused. */
const maxBytes = 1_000_000;

/** The text of an object, in whichever region its bucket is. */
export async function readObjectText(access: ValueAccess, { bucket, key }: Request, options: { abortSignal?: AbortSignal }): Promise<ValueAnswer | null> {
  const { S3Client, GetObjectCommand } = await import("@aws-sdk/client-s3");
  const config = clientConfig(access, access.region);
  const client = new S3Client({ ...config, followRegionRedirects: true, forcePathStyle: config.endpoint !== undefined || process.env["AWS_ENDPOINT_URL"] !== undefined });
  try {
    const found = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), options);
    if ((found.ContentLength ?? 0) > maxBytes) throw new Error(`it has ${found.ContentLength} bytes, and a value may have ${maxBytes}`);
    const value = await found.Body?.transformToString("utf-8");
    return value === undefined ? null : { value, version: found.VersionId };
  } catch (error) {
    if (nameOf(error) === "NoSuchKey") return null;
    throw error;
  } finally {
    client.destroy();
  }
}
