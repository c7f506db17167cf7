import type { AwsSession } from "../session.js";
import { clientConfig } from "../values/value-clients.js";

/** Stores a parameter in the account's Parameter Store. */
export async function putParameter(session: AwsSession, { name, value, type }: { name: string; value: string; type: "String" | "StringList" | "SecureString" }): Promise<void> {
  const { SSMClient, PutParameterCommand } = await import("@aws-sdk/client-ssm");
  const client = new SSMClient(clientConfig(session, session.region));
  try {
    await client.send(new PutParameterCommand({ Name: name, Value: value, Type: type, Overwrite: true }));
  } finally {
    client.destroy();
  }
}
