import type { AwsSession } from "../session.js";

/** How the clients that read single values reach AWS. Without credentials and endpoint, as the environment says. */
export type ValueAccess = Pick<Partial<AwsSession>, "credentials" | "endpointUrl"> & { region: string };

export type ClientConfig = {
  region: string;
  maxAttempts: number;
  credentials?: NonNullable<ValueAccess["credentials"]>["provide"];
  endpoint?: string;
};

/** The settings of a client in one region. */
export function clientConfig({ credentials, endpointUrl }: ValueAccess, region: string): ClientConfig {
  return {
    region,
    maxAttempts: 3,
    ...(credentials ? { credentials: credentials.provide } : {}),
    ...(endpointUrl ? { endpoint: endpointUrl } : {}),
  };
}
