import { nameOf } from "../aws-error.js";
import { clientConfig, type ValueAccess } from "./value-clients.js";
import type { ValueAnswer, ValueRequest } from "./value-request.js";

type Request = Extract<ValueRequest, { source: "ssm" }>;

/** A parameter of the Parameter Store, as it is stored; secure ones are decrypted unless they are not to be. */
export async function readParameter(access: ValueAccess, { region, name, decrypt }: Request, options: { abortSignal?: AbortSignal }): Promise<ValueAnswer | null> {
  const { SSMClient, GetParameterCommand } = await import("@aws-sdk/client-ssm");
  const client = new SSMClient(clientConfig(access, region));
  try {
    const { Parameter: found } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: decrypt !== false }), options);
    if (found?.Value === undefined) return null;
    return {
      value: found.Value,
      type: found.Type,
      version: found.Version === undefined ? undefined : String(found.Version),
      secret: found.Type === "SecureString",
    };
  } catch (error) {
    if (nameOf(error) === "ParameterNotFound") return null;
    throw error;
  } finally {
    client.destroy();
  }
}
