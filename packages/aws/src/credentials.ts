import { fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import type { AccountAccess } from "./account-access.js";

type Identity = { accessKeyId: string; secretAccessKey: string; sessionToken?: string; expiration?: Date };

/** Credentials of one account, shared by all its clients and regions, so that a role is assumed once and not once per client. */
export type Credentials = {
  /** `memoized` tells the SDK's clients that they need not keep a copy of their own. */
  provide: (() => Promise<Identity>) & { memoized: true };
  /** Forgets what is kept, so that the next call fetches anew. False where there is nothing to fetch (fixed keys). */
  renew(): boolean;
};

/** Renewed this long before they expire, so that no call leaves with credentials that expire under way. */
const renewBeforeMs = 5 * 60_000;

/** One hour is the longest session that a chained role may have. */
const roleSessionSeconds = 3_600;

/** Makes the credentials of an account. Nothing is fetched before the first call. `region` serves `AssumeRole`. */
export function openCredentials(access: AccountAccess, region: string): Credentials {
  if (access.kind === "sandbox") return fixed({ accessKeyId: access.accessKeyId, secretAccessKey: "sandbox" });
  if (access.kind === "keys") return fixed({ accessKeyId: access.accessKeyId, secretAccessKey: access.secretAccessKey });
  return renewing(access.kind === "role" ? assumeRole(access, region) : fromNodeProviderChain({ clientConfig: { region } }));
}

function assumeRole(access: Extract<AccountAccess, { kind: "role" }>, region: string): () => Promise<Identity> {
  return fromTemporaryCredentials({
    params: {
      RoleArn: access.roleArn,
      ExternalId: access.externalId,
      RoleSessionName: "windlass",
      DurationSeconds: roleSessionSeconds,
    },
    clientConfig: { region, ...(access.endpointUrl === undefined ? {} : { endpoint: access.endpointUrl }) },
  });
}

function fixed(identity: Identity): Credentials {
  return { provide: Object.assign(() => Promise.resolve(identity), { memoized: true as const }), renew: () => false };
}

function renewing(fetchIdentity: () => Promise<Identity>): Credentials {
  let kept: Promise<Identity> | null = null;
  let expiresAtMs = Number.POSITIVE_INFINITY;
  const fetchAnew = (): Promise<Identity> => {
    expiresAtMs = Number.POSITIVE_INFINITY;
    const fetching = fetchIdentity();
    kept = fetching;
    fetching.then(
      (identity) => {
        if (kept === fetching) expiresAtMs = identity.expiration?.getTime() ?? Number.POSITIVE_INFINITY;
      },
      () => {
        if (kept === fetching) kept = null;
      },
    );
    return fetching;
  };
  const provide = (): Promise<Identity> => (kept !== null && Date.now() < expiresAtMs - renewBeforeMs ? kept : fetchAnew());
  return {
    provide: Object.assign(provide, { memoized: true as const }),
    renew() {
      kept = null;
      return true;
    },
  };
}
