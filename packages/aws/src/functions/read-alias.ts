import { GetAliasCommand } from "@aws-sdk/client-lambda";
import { nameOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type AliasReading = {
  version: string;
  /** Version → its share of the calls, from 0 to 1; the rest goes to `version`. */
  weights: Record<string, number>;
};

/**
 * Reads which versions an alias leads to; null when there is no such alias or function.
 *
 * @throws WindlassError; AbortError.
 */
export async function readAlias(session: AwsSession, input: { functionName: string; alias: string; signal?: AbortSignal }): Promise<AliasReading | null> {
  const { functionName, alias, signal } = input;
  try {
    const answer = await withFreshCredentials(session, () =>
      session.lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: alias }), signal ? { abortSignal: signal } : {}),
    );
    return { version: answer.FunctionVersion ?? "", weights: answer.RoutingConfig?.AdditionalVersionWeights ?? {} };
  } catch (error) {
    if (nameOf(error) === "ResourceNotFoundException") return null;
    throw toWindlassError(error, `read the alias ${alias} of ${functionName}`);
  }
}
