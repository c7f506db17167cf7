import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { STSClient } from "@aws-sdk/client-sts";
import { SmithyRpcV2CborProtocol } from "@smithy/core/cbor";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { openCredentials, type Credentials } from "./credentials.js";
import type { AccountAccess } from "./account-access.js";
import { CloudFormationRetryStrategy, PatientRetryStrategy } from "./retry-strategy.js";

/** Clients for one account and region, made when first used and kept. Credentials renew themselves. */
export type AwsSession = {
  readonly access: AccountAccess;
  readonly region: string;
  /** Address that serves every AWS API instead of AWS itself: a sandbox or a private endpoint. */
  readonly endpointUrl: string | null;
  /** For clients of other services than those below. */
  readonly credentials: Credentials;
  readonly cloudFormation: CloudFormationClient;
  /** Without the SDK's own retries: the poller that uses it paces itself. */
  readonly cloudFormationReads: CloudFormationClient;
  readonly s3: S3Client;
  readonly lambda: LambdaClient;
  readonly sts: STSClient;
  readonly cloudWatch: CloudWatchClient;
  readonly logs: CloudWatchLogsClient;
  /** Forgets temporary credentials, so that the next call fetches new ones; false where they are fixed. */
  renewCredentials(): boolean;
  /** Ends all connections. The session must not be used afterwards. */
  close(): void;
};

type Client = { destroy(): void };

/** AWS throttles whole accounts for a while: at 35 % refused, five attempts would fail one call in 200. More would keep who named a wrong address waiting. */
const attempts = 6;
/** Of CloudFormation's calls each may end a deployment that has begun to change its stack. */
const cloudFormationAttempts = 10;

/**
 * Opens a session. No call is made until the first operation, so wrong credentials show there. Where several
 * deployments may work in one account use a session pool: pollers, caches and credentials are shared per session.
 */
export function openSession(access: AccountAccess, region: string, credentials = openCredentials(access, region)): AwsSession {
  silenceNodeVersionWarning();
  const endpointUrl = access.endpointUrl ?? null;
  const requestHandler = new NodeHttpHandler({
    connectionTimeout: 5_000,
    requestTimeout: 60_000,
    throwOnRequestTimeout: true,
    httpAgent: { maxSockets: 50, keepAlive: true },
    httpsAgent: { maxSockets: 50, keepAlive: true },
  });
  const common = {
    region,
    credentials: credentials.provide,
    requestHandler,
    retryStrategy: new PatientRetryStrategy(attempts),
    ...(endpointUrl === null ? {} : { endpoint: endpointUrl }),
  };
  const made: Client[] = [];
  const clients = {
    cloudFormation: once(made, () => new CloudFormationClient({ ...common, retryStrategy: new CloudFormationRetryStrategy(cloudFormationAttempts) })),
    cloudFormationReads: once(made, () => new CloudFormationClient({ ...common, retryStrategy: new PatientRetryStrategy(1) })),
    s3: once(made, () => new S3Client({ ...common, forcePathStyle: endpointUrl !== null })),
    lambda: once(made, () => new LambdaClient(common)),
    sts: once(made, () => new STSClient(common)),
    // The default JSON protocol's timestamps are not read alike by all endpoints; CBOR's are, on AWS too.
    cloudWatch: once(made, () => new CloudWatchClient({ ...common, protocol: SmithyRpcV2CborProtocol })),
    logs: once(made, () => new CloudWatchLogsClient(common)),
  };
  return {
    access,
    region,
    endpointUrl,
    credentials,
    get cloudFormation() {
      return clients.cloudFormation();
    },
    get cloudFormationReads() {
      return clients.cloudFormationReads();
    },
    get s3() {
      return clients.s3();
    },
    get lambda() {
      return clients.lambda();
    },
    get sts() {
      return clients.sts();
    },
    get cloudWatch() {
      return clients.cloudWatch();
    },
    get logs() {
      return clients.logs();
    },
    renewCredentials: () => credentials.renew(),
    close() {
      for (const client of made.splice(0)) client.destroy();
      requestHandler.destroy();
    },
  };
}

function once<C extends Client>(made: Client[], make: () => C): () => C {
  let client: C | undefined;
  return () => {
    if (client === undefined) {
      client = make();
      made.push(client);
    }
    return client;
  };
}

/** The SDK's documented switch for this one warning: Windlass supports Node 20 on purpose, with pinned SDK versions that do. */
function silenceNodeVersionWarning(): void {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
}
