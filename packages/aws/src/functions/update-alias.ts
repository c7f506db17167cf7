import { UpdateAliasCommand } from "@aws-sdk/client-lambda";
import { callAws } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type UpdateAliasInput = {
  functionName: string;
  alias: string;
  version: string;
  /** Another version that gets a share of the calls, from 0 to 1; null: `version` gets all of them. */
  other: { version: string; share: number } | null;
  signal?: AbortSignal;
};

/**
 * Leads an alias to a version, or to two in shares. May be repeated.
 *
 * @throws WindlassError; AbortError.
 */
export async function updateAlias(session: AwsSession, { functionName, alias, version, other, signal }: UpdateAliasInput): Promise<void> {
  const command = new UpdateAliasCommand({
    FunctionName: functionName,
    Name: alias,
    FunctionVersion: version,
    RoutingConfig: { AdditionalVersionWeights: other === null ? {} : { [other.version]: other.share } },
  });
  await callAws(session, `lead the alias ${alias} of ${functionName} to version ${version}`, () =>
    session.lambda.send(command, signal ? { abortSignal: signal } : {}),
  );
}
