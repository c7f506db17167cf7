/**
 * How to reach an AWS account. `sandbox` is a local emulator that takes its account id from the access key id;
 * `role` is assumed with the server's own (ambient) credentials and an external id that Windlass generated.
 * An endpoint URL serves every AWS API instead of AWS itself.
 */
export type AccountAccess =
  | { kind: "sandbox"; endpointUrl: string; accessKeyId: string }
  | { kind: "keys"; accessKeyId: string; secretAccessKey: string; endpointUrl?: string }
  | { kind: "role"; roleArn: string; externalId: string; endpointUrl?: string }
  | { kind: "ambient"; endpointUrl?: string };
