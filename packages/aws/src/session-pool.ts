import { createHash } from "node:crypto";
import type { AccountAccess } from "./account-access.js";
import { openCredentials, type Credentials } from "./credentials.js";
import { openSession, type AwsSession } from "./session.js";

/** The sessions of a process: one per account and region, however many deployments use it. */
export type SessionPool = {
  /** The session for this access and region, opened when first asked for. Do not close it: the pool does. */
  session(access: AccountAccess, region: string): AwsSession;
  close(): void;
};

/** Opens an empty pool; a process needs one. Credentials are shared by the regions of an account. */
export function openSessionPool(): SessionPool {
  const credentials = new Map<string, Credentials>();
  const sessions = new Map<string, AwsSession>();
  return {
    session(access, region) {
      const account = fingerprint(access);
      const key = `${account} ${region}`;
      const open = sessions.get(key);
      if (open) return open;
      const shared = credentials.get(account) ?? openCredentials(access, region);
      credentials.set(account, shared);
      const session = openSession(access, region, shared);
      sessions.set(key, session);
      return session;
    },
    close() {
      for (const session of sessions.values()) session.close();
      sessions.clear();
      credentials.clear();
    },
  };
}

/** Equal for equal access; a hash, so that no secret is a key of a map that may be dumped. */
function fingerprint(access: AccountAccess): string {
  const sorted = Object.entries(access).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("base64");
}
