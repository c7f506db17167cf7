import { PutObjectCommand } from "@aws-sdk/client-s3";
import { Upload } from "@aws-sdk/lib-storage";
import { callAws } from "../call-aws.js";
import { abortError } from "../abort-error.js";
import { mapParallel } from "../map-parallel.js";
import type { AwsSession } from "../session.js";
import { findMissing } from "./find-missing.js";

export type UploadObject = { key: string; body: Uint8Array | string; contentType?: string };

export type UploadObjectsInput = {
  bucket: string;
  /** Keys must name their content (by hash): an object that is there is taken to be equal. */
  objects: readonly UploadObject[];
  signal?: AbortSignal;
  onUploaded?: (object: { key: string; sizeBytes: number }) => void;
};

export type UploadObjectsResult = { uploaded: number; skipped: number; /** Bytes uploaded. */ bytes: number };

/** 150 uploads at 40 ms latency take 0.6 s at 16 at once and 0.46 s at 32: more gains little and takes memory. */
const uploadsAtOnce = 16;
/** From this size on an object goes in parts, so that a broken connection costs one part. */
const multipartFromBytes = 16 * 1024 * 1024;
const partBytes = 8 * 1024 * 1024;
const partsAtOnce = 4;

/**
 * Uploads what the bucket does not have yet, 16 at once, in parts where large. A repeat uploads nothing.
 *
 * @throws WindlassError; AbortError.
 */
export async function uploadObjects(session: AwsSession, input: UploadObjectsInput): Promise<UploadObjectsResult> {
  const { bucket, signal } = input;
  const byKey = new Map(input.objects.map((object) => [object.key, object]));
  const missing = new Set(await findMissing(session, { bucket, keys: [...byKey.keys()], ...(signal ? { signal } : {}) }));
  const toUpload = [...byKey.values()].filter((object) => missing.has(object.key));
  const sizes = await mapParallel(toUpload, uploadsAtOnce, async (object) => {
    const body = typeof object.body === "string" ? Buffer.from(object.body) : object.body;
    await callAws(session, `upload ${object.key} to the bucket ${bucket}`, () => put(session, input, { ...object, body }));
    input.onUploaded?.({ key: object.key, sizeBytes: body.byteLength });
    return body.byteLength;
  });
  return {
    uploaded: toUpload.length,
    skipped: byKey.size - toUpload.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}

async function put(session: AwsSession, input: UploadObjectsInput, object: UploadObject & { body: Uint8Array }): Promise<void> {
  const { signal } = input;
  const params = {
    Bucket: input.bucket,
    Key: object.key,
    Body: object.body,
    ...(object.contentType === undefined ? {} : { ContentType: object.contentType }),
  };
  if (object.body.byteLength < multipartFromBytes) {
    await session.s3.send(new PutObjectCommand(params), signal ? { abortSignal: signal } : {});
    return;
  }
  await putInParts(session, params, signal);
}

async function putInParts(
  session: AwsSession,
  params: { Bucket: string; Key: string; Body: Uint8Array },
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal?.aborted) throw abortError(signal);
  const upload = new Upload({ client: session.s3, params, partSize: partBytes, queueSize: partsAtOnce });
  const onAbort = (): void => void upload.abort();
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    await upload.done();
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}
