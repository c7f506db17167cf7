import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { WindlassError } from "@windlass/contracts/error";
import { callAws } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type CallerIdentity = { awsAccountId: string; arn: string };

/**
 * Asks AWS whose credentials these are. Needs no permission, so it tells good credentials from bad ones.
 *
 * @throws WindlassError `credentials_refused`, `account_unreachable` or `aws_throttled`.
 */
export async function getCallerIdentity(session: AwsSession, signal?: AbortSignal): Promise<CallerIdentity> {
  const answer = await callAws(session, "sign in to AWS", () =>
    session.sts.send(new GetCallerIdentityCommand({}), signal ? { abortSignal: signal } : {}),
  );
  if (!answer.Account || !answer.Arn) {
    throw new WindlassError("aws_error", "Could not sign in to AWS: the answer names no account.", {
      hint: "Check that the account's endpoint serves AWS's APIs.",
    });
  }
  return { awsAccountId: answer.Account, arn: answer.Arn };
}
