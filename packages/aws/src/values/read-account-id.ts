import { clientConfig, type ValueAccess } from "./value-clients.js";
import type { ValueAnswer } from "./value-request.js";

/** The id of the account that the credentials are of. */
export async function readAccountId(access: ValueAccess, options: { abortSignal?: AbortSignal }): Promise<ValueAnswer | null> {
  const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
  const client = new STSClient(clientConfig(access, access.region));
  try {
    const { Account: value } = await client.send(new GetCallerIdentityCommand({}), options);
    return value === undefined ? null : { value };
  } finally {
    client.destroy();
  }
}
