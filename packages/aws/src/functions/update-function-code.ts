import { setTimeout as sleep } from "node:timers/promises";
import { GetFunctionConfigurationCommand, UpdateFunctionCodeCommand, type FunctionConfiguration } from "@aws-sdk/client-lambda";
import { WindlassError } from "@windlass/contracts/error";
import { nameOf, toWindlassError } from "../aws-error.js";
import { callAws, withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type UpdateFunctionCodeInput = {
  functionName: string;
  /** The zip, and its SHA-256 in hex. */
  code: { bucket: string; key: string; hash: string };
  /** Called right before the change is asked for; what it throws ends the work. */
  beforeChange: () => Promise<void>;
  /** Called when Lambda has taken the change and puts it in place. */
  onChanging?: () => void;
  /** How many functions are being changed at once in the account, this one among them; 1 unless given. */
  atOnce?: number;
  signal?: AbortSignal;
};

/** SHA-256 (hex) of what the function ran before: the code's own where nothing had to be changed. */
export type UpdateFunctionCodeResult = { previousHash: string };

/** While small code is put in place, Lambda is asked as often as an account may: about 15 times a second, all functions together. */
const shortestPauseMs = 50;
const impatientMs = 1_000;
const longestPauseMs = 1_000;
/** Lambda takes seconds to put code in place; a function in a network may take minutes. */
const patienceMs = 5 * 60_000;
/** Somebody else may change the function between our look and our change, but not again and again. */
const attempts = 4;

/**
 * Brings a function to the code, and returns when Lambda answers every call with it. May be repeated: code that is there is
 * left alone, and a change is made only to the revision that was looked at.
 *
 * @throws WindlassError `artifact_missing` when the bucket does not have the zip or another one is under its key,
 * `aws_error` when Lambda refuses or does not get ready; what `beforeChange` throws; AbortError.
 */
export async function updateFunctionCode(session: AwsSession, input: UpdateFunctionCodeInput): Promise<UpdateFunctionCodeResult> {
  const found = await untilIdle(session, input, await describe(session, input));
  const previousHash = hashOf(found);
  let now = found;
  for (let attempt = 1; hashOf(now) !== input.code.hash; attempt += 1) {
    if (attempt > attempts) throw contested(input);
    await input.beforeChange();
    const updated = await change(session, input, now.RevisionId);
    if (updated) input.onChanging?.();
    now = await untilIdle(session, input, updated ?? (await describe(session, input)));
    if (updated && now.LastUpdateStatus === "Failed") throw notReady(input, now);
    if (updated && hashOf(now) !== input.code.hash) throw otherCode(input);
  }
  return { previousHash };
}

async function describe(session: AwsSession, { functionName, signal }: UpdateFunctionCodeInput): Promise<FunctionConfiguration> {
  return callAws(session, `read the function ${functionName}`, () =>
    session.lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }), signal ? { abortSignal: signal } : {}),
  );
}

/** Null when somebody changed the function since it was looked at. That may have been us: an answer gets lost, and the SDK asks again. */
async function change(session: AwsSession, { functionName, code, signal }: UpdateFunctionCodeInput, revisionId: string | undefined): Promise<FunctionConfiguration | null> {
  const command = new UpdateFunctionCodeCommand({ FunctionName: functionName, S3Bucket: code.bucket, S3Key: code.key, RevisionId: revisionId });
  try {
    return await withFreshCredentials(session, () => session.lambda.send(command, signal ? { abortSignal: signal } : {}));
  } catch (error) {
    if (nameOf(error) === "PreconditionFailedException" || nameOf(error) === "ResourceConflictException") return null;
    if (error instanceof Error && /NoSuchKey|NoSuchBucket/.test(error.message)) {
      throw new WindlassError("artifact_missing", `The bucket ${code.bucket} no longer has ${code.key}, the code of ${functionName}.`, { cause: error });
    }
    throw toWindlassError(error, `change the code of ${functionName}`);
  }
}

/** Waits until an update, ours or another's, is in place. */
async function untilIdle(session: AwsSession, input: UpdateFunctionCodeInput, found: FunctionConfiguration): Promise<FunctionConfiguration> {
  const startedAt = performance.now();
  let pauseMs = shortestPauseMs * (input.atOnce ?? 1);
  let now = found;
  while (now.LastUpdateStatus === "InProgress" || now.State === "Pending") {
    const waitedMs = performance.now() - startedAt;
    if (waitedMs > patienceMs) throw notReady(input, now);
    if (waitedMs > impatientMs) pauseMs = Math.max(pauseMs, Math.min(pauseMs * 1.2, longestPauseMs));
    await sleep(pauseMs, undefined, input.signal ? { signal: input.signal } : {});
    now = await describe(session, input);
  }
  return now;
}

function contested({ functionName }: UpdateFunctionCodeInput): WindlassError {
  return new WindlassError("aws_error", `The function ${functionName} was changed again and again while its code was put back.`, {
    hint: "Find out who else changes it, then roll back again.",
  });
}

function notReady({ functionName }: UpdateFunctionCodeInput, now: FunctionConfiguration): WindlassError {
  const reason = now.LastUpdateStatusReason ?? now.StateReason ?? `it is still in ${now.LastUpdateStatus ?? now.State}`;
  return new WindlassError("aws_error", `Lambda could not put the code of ${functionName} in place: ${reason}`);
}

function otherCode({ functionName, code }: UpdateFunctionCodeInput): WindlassError {
  return new WindlassError("artifact_missing", `Under ${code.key} the bucket has other bytes than those that the release was built with, so ${functionName} runs neither.`);
}

/** Lambda says base64 where releases say hex. */
function hashOf({ CodeSha256: digest = "" }: FunctionConfiguration): string {
  return Buffer.from(digest, "base64").toString("hex");
}
