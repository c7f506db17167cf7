import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketEncryptionCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, expect, inject, it } from "vitest";
import { openSandboxSession } from "../testing/sandbox-account.js";
import { emptyBucket } from "./empty-bucket.js";
import { bucketName, ensureBucket } from "./ensure-bucket.js";
import { findMissing } from "./find-missing.js";
import { uploadObjects } from "./upload-objects.js";

const session = openSandboxSession(inject("sandboxUrl"));
const { awsAccountId } = session;
const Bucket = bucketName(awsAccountId, session.region);
afterAll(() => session.close());

it("makes the bucket closed, encrypted and versioned, once", async () => {
  expect(await findMissing(session, { bucket: Bucket, keys: ["a"] })).toEqual(["a"]);
  expect(await ensureBucket(session, { awsAccountId })).toEqual({ bucket: Bucket, created: true });
  expect(await ensureBucket(session, { awsAccountId })).toEqual({ bucket: Bucket, created: false });
  const [versioning, encryption, access] = await Promise.all([
    session.s3.send(new GetBucketVersioningCommand({ Bucket })),
    session.s3.send(new GetBucketEncryptionCommand({ Bucket })),
    session.s3.send(new GetPublicAccessBlockCommand({ Bucket })),
  ]);
  expect(versioning.Status).toBe("Enabled");
  expect(encryption.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe("AES256");
  expect(access.PublicAccessBlockConfiguration).toEqual({
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  });
});

it("leaves alone what an administrator changed", async () => {
  await ensureBucket(session, { awsAccountId });
  await session.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }));
  await ensureBucket(session, { awsAccountId });
  expect((await session.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe("Suspended");
});

it("uploads what is missing and skips what is there", async () => {
  await ensureBucket(session, { awsAccountId });
  const objects = Array.from({ length: 30 }, (_, index) => ({ key: `u/${String(index).padStart(3, "0")}.zip`, body: randomBytes(1_000) }));
  const told: string[] = [];
  const upload = (some: typeof objects): ReturnType<typeof uploadObjects> =>
    uploadObjects(session, { bucket: Bucket, objects: some, onUploaded: ({ key }) => told.push(key) });
  expect(await upload(objects.slice(0, 10))).toEqual({ uploaded: 10, skipped: 0, bytes: 10_000 });
  expect(await upload(objects)).toEqual({ uploaded: 20, skipped: 10, bytes: 20_000 });
  expect(await upload(objects)).toEqual({ uploaded: 0, skipped: 30, bytes: 0 });
  expect(told.toSorted()).toEqual(objects.map(({ key }) => key));
  const keys = [...objects.map(({ key }) => key), "u/nothing", "elsewhere"];
  expect(await findMissing(session, { bucket: Bucket, keys })).toEqual(["u/nothing", "elsewhere"]);
  expect(await findMissing(session, { bucket: Bucket, keys: ["u/001.zip", "u/x"] })).toEqual(["u/x"]);
});

it("uploads a large object in parts", async () => {
  await ensureBucket(session, { awsAccountId });
  const body = randomBytes(20 * 1024 * 1024);
  const objects = [{ key: "large.zip", body, contentType: "application/zip" }];
  expect(await uploadObjects(session, { bucket: Bucket, objects })).toEqual({ uploaded: 1, skipped: 0, bytes: body.length });
  const stored = await session.s3.send(new GetObjectCommand({ Bucket, Key: "large.zip" }));
  expect(stored.ContentType).toBe("application/zip");
  expect(stored.ETag).toMatch(/-3"$/);
  expect(Buffer.compare(Buffer.from((await stored.Body?.transformToByteArray()) ?? []), body)).toBe(0);
});

it("uploads files from where they are, in parts when they are large", async () => {
  await ensureBucket(session, { awsAccountId });
  const folder = await mkdtemp(join(tmpdir(), "windlass-upload-"));
  try {
    const bodies = [randomBytes(100), randomBytes(3 * 1024 * 1024), randomBytes(20 * 1024 * 1024)];
    const objects = await Promise.all(
      bodies.map(async (body, index) => {
        const path = join(folder, String(index));
        await writeFile(path, body);
        return { key: `file-${index}.zip`, body: { path, sizeBytes: body.length } };
      }),
    );
    const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
    expect(await uploadObjects(session, { bucket: Bucket, objects })).toEqual({ uploaded: 3, skipped: 0, bytes });
    for (const [index, body] of bodies.entries()) {
      const stored = await session.s3.send(new GetObjectCommand({ Bucket, Key: `file-${index}.zip` }));
      expect(Buffer.compare(Buffer.from((await stored.Body?.transformToByteArray()) ?? []), body)).toBe(0);
      expect(stored.ETag?.endsWith('-3"')).toBe(index === 2);
    }
    // What is there already is not even opened.
    await rm(folder, { recursive: true });
    expect(await uploadObjects(session, { bucket: Bucket, objects })).toEqual({ uploaded: 0, skipped: 3, bytes: 0 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

it("empties a bucket, old versions included", async () => {
  const { bucket } = await ensureBucket(session, { awsAccountId });
  const own = `${bucket}-own`;
  await session.s3.send(new CreateBucketCommand({ Bucket: own, CreateBucketConfiguration: { LocationConstraint: "eu-central-1" } }));
  await session.s3.send(new PutBucketVersioningCommand({ Bucket: own, VersioningConfiguration: { Status: "Enabled" } }));
  for (const Body of ["one", "two"]) await session.s3.send(new PutObjectCommand({ Bucket: own, Key: "x", Body }));
  await session.s3.send(new DeleteObjectCommand({ Bucket: own, Key: "x" }));
  expect(await emptyBucket(session, { bucket: own })).toEqual({ deleted: 3 });
  expect(await emptyBucket(session, { bucket: own })).toEqual({ deleted: 0 });
  await session.s3.send(new DeleteBucketCommand({ Bucket: own }));
  expect(await emptyBucket(session, { bucket: own })).toEqual({ deleted: 0 });
});

it("says so when the bucket is gone, and stops when told to", async () => {
  const upload = (signal?: AbortSignal): Promise<unknown> =>
    uploadObjects(session, { bucket: `${Bucket}-gone`, objects: [{ key: "x", body: "x" }], ...(signal ? { signal } : {}) });
  await expect(upload()).rejects.toMatchObject({ name: "WindlassError", code: "aws_error" });
  await expect(upload(AbortSignal.abort())).rejects.toMatchObject({ name: "AbortError" });
});
