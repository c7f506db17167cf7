import { createHash, randomBytes } from "node:crypto";
import type { StartGithubApp } from "@windlass/contracts/github";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";

/** GitHub's code is good for an hour, and so is the way to it. */
const lifetimeMs = 60 * 60_000;

export type BeginConnection = StartGithubApp & {
  /** The session or token that asks; the walk ends only under the same. */
  accessId: string;
};

/** Begins the walk through GitHub's pages that makes an App. Gives the state to send along: a secret that is good for once. */
export async function beginGithubConnection(context: OperationContext, input: BeginConnection): Promise<string> {
  authorize(context, "settings:manage");
  const state = randomBytes(32).toString("base64url");
  const { accessId, baseUrl, organization, name } = input;
  await inTransaction(context.db, async (tx) => {
    await tx.githubConnection.deleteMany({ where: { expiresAt: { lt: new Date() } } });
    const id = uuidv7();
    await tx.githubConnection.create({ data: { id, stateHash: hashState(state), accessId, baseUrl, organization, name, expiresAt: new Date(Date.now() + lifetimeMs) } });
    await recordAudit(tx, context.actor, { action: "github_app.requested", entity: { type: "github_app", id, name }, data: { baseUrl, organization } });
  });
  return state;
}

/** What is stored of a state: nobody who reads the database can end another's walk. */
export function hashState(state: string): Buffer<ArrayBuffer> {
  return Buffer.from(createHash("sha256").update(state).digest());
}
