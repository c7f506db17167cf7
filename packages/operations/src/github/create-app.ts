import { WindlassError } from "@windlass/contracts/error";
import type { GithubApp } from "@windlass/contracts/github";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { isPrismaUniqueViolation } from "../postgres-error.js";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";
import { githubAppFields, toGithubApp } from "./app-view.js";

/** A new App with all that GitHub tells of it once. */
export type NewGithubApp = {
  baseUrl: string;
  appId: number;
  slug: string;
  name: string;
  owner: string;
  url: string;
  clientId: string;
  clientSecret: string;
  webhookSecret: string | null;
  privateKey: string;
};

/** Keeps an App, its secrets sealed. Throws `name_taken` when it is kept already. */
export async function createGithubApp(context: OperationContext, { app, keyring }: { app: NewGithubApp; keyring: Keyring }): Promise<GithubApp> {
  authorize(context, "settings:manage");
  const { clientSecret, webhookSecret, privateKey, ...fields } = app;
  const id = uuidv7();
  return inTransaction(context.db, async (tx) => {
    const data = {
      id,
      ...fields,
      sealedPrivateKey: keyring.seal(privateKey, sealedPlace.githubPrivateKey(id)),
      sealedWebhookSecret: webhookSecret === null ? null : keyring.seal(webhookSecret, sealedPlace.githubWebhookSecret(id)),
      sealedClientSecret: keyring.seal(clientSecret, sealedPlace.githubClientSecret(id)),
    };
    const row = await tx.githubApp.create({ data, ...githubAppFields }).catch((error: unknown) => {
      throw isPrismaUniqueViolation(error) ? new WindlassError("name_taken", `The App ${app.name} is connected already.`) : error;
    });
    await recordAudit(tx, context.actor, { action: "github_app.created", entity: { type: "github_app", id, name: app.name }, data: { baseUrl: app.baseUrl, owner: app.owner } });
    return toGithubApp(row);
  });
}
