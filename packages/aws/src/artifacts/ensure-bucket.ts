import {
  CreateBucketCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type BucketLocationConstraint,
} from "@aws-sdk/client-s3";
import { WindlassError } from "@windlass/contracts/error";
import { nameOf, statusOf, toWindlassError } from "../aws-error.js";
import { callAws, withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type EnsureBucketInput = { awsAccountId: string; signal?: AbortSignal };
export type EnsureBucketResult = { bucket: string; created: boolean };
type Bucket = EnsureBucketInput & { bucket: string };

/** Name of the bucket that keeps the artifacts of all services of an account and region. */
export function bucketName(awsAccountId: string, region: string): string {
  return `windlass-${awsAccountId}-${region}`;
}

/**
 * Finds or makes the account's artifact bucket: encrypted, closed to the public, TLS only (but where the endpoint has no
 * TLS), versioned. What an administrator changed on a finished bucket is left alone.
 *
 * @throws WindlassError `conflict` when the name belongs to another account, `aws_denied` with the missing action.
 */
export async function ensureBucket(session: AwsSession, input: EnsureBucketInput): Promise<EnsureBucketResult> {
  const target = { ...input, bucket: bucketName(input.awsAccountId, session.region) };
  const finished = isFinished(session, target);
  // Whether it is there, and whose it is, is what to say first.
  void finished.catch(() => undefined);
  const created = !(await exists(session, target)) && (await create(session, target));
  if (created || !(await finished)) await configure(session, target);
  return { bucket: target.bucket, created };
}

function optionsOf({ signal }: { signal?: AbortSignal }): { abortSignal?: AbortSignal } {
  return signal ? { abortSignal: signal } : {};
}

/** The owner is checked because the name can be foreseen: anybody could have made a bucket of that name to receive our code. */
async function exists(session: AwsSession, target: Bucket): Promise<boolean> {
  const command = new HeadBucketCommand({ Bucket: target.bucket, ExpectedBucketOwner: target.awsAccountId });
  try {
    await withFreshCredentials(session, () => session.s3.send(command, optionsOf(target)));
    return true;
  } catch (error) {
    if (statusOf(error) === 404) return false;
    if (statusOf(error) === 403 || statusOf(error) === 301) throw notOurs(target, error);
    throw toWindlassError(error, `look for the bucket ${target.bucket}`);
  }
}

/** An answer to HEAD has no body, so S3 cannot say whether the owner or the permission is wrong. */
function notOurs(target: Bucket, cause: unknown): WindlassError {
  return new WindlassError("aws_denied", `The bucket ${target.bucket} belongs to another account, or Windlass may not read it.`, {
    cause,
    hint: "Grant s3:ListBucket and s3:GetBucketLocation on it. If another account owns a bucket of this name, ask AWS Support to have it removed.",
  });
}

async function create(session: AwsSession, target: Bucket): Promise<boolean> {
  const { region } = session;
  const command = new CreateBucketCommand({
    Bucket: target.bucket,
    ...(isConstraint(region) ? { CreateBucketConfiguration: { LocationConstraint: region } } : {}),
  });
  try {
    await withFreshCredentials(session, () => session.s3.send(command, optionsOf(target)));
    return true;
  } catch (error) {
    if (nameOf(error) === "BucketAlreadyOwnedByYou") return false;
    if (nameOf(error) === "BucketAlreadyExists") {
      throw new WindlassError("conflict", `The bucket name ${target.bucket} is taken by another AWS account.`, {
        cause: error,
        hint: "Ask AWS Support to have the bucket removed: its name holds your account id.",
      });
    }
    throw toWindlassError(error, `make the bucket ${target.bucket}`);
  }
}

/** S3 takes every region but its first as a constraint. */
function isConstraint(region: string): region is BucketLocationConstraint {
  return region !== "us-east-1";
}

/** Versioning is set last, so a bucket that has it was finished: a worker that died half-way leaves it off. */
async function isFinished(session: AwsSession, target: Bucket): Promise<boolean> {
  const command = new GetBucketVersioningCommand({ Bucket: target.bucket, ExpectedBucketOwner: target.awsAccountId });
  try {
    const answer = await withFreshCredentials(session, () => session.s3.send(command, optionsOf(target)));
    return answer.Status !== undefined;
  } catch (error) {
    if (nameOf(error) === "NoSuchBucket") return false;
    throw toWindlassError(error, `read the settings of the bucket ${target.bucket}`);
  }
}

async function configure(session: AwsSession, target: Bucket): Promise<void> {
  const owned = { Bucket: target.bucket, ExpectedBucketOwner: target.awsAccountId };
  const send = <T>(doing: string, call: () => Promise<T>): Promise<T> => callAws(session, `${doing} the bucket ${target.bucket}`, call);
  await send("close to the public", () =>
    session.s3.send(
      new PutPublicAccessBlockCommand({
        ...owned,
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
      }),
      optionsOf(target),
    ),
  );
  await send("encrypt", () =>
    session.s3.send(
      new PutBucketEncryptionCommand({
        ...owned,
        ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }] },
      }),
      optionsOf(target),
    ),
  );
  if (!session.endpointUrl?.startsWith("http:")) {
    await send("require TLS for", () =>
      session.s3.send(new PutBucketPolicyCommand({ ...owned, Policy: tlsOnlyPolicy(session.region, target.bucket) }), optionsOf(target)),
    );
  }
  await send("keep versions in", () =>
    session.s3.send(new PutBucketVersioningCommand({ ...owned, VersioningConfiguration: { Status: "Enabled" } }), optionsOf(target)),
  );
}

function tlsOnlyPolicy(region: string, bucket: string): string {
  const partition = region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  const arn = `arn:${partition}:s3:::${bucket}`;
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [arn, `${arn}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
