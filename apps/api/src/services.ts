import { openSessionPool, type SessionPool } from "@windlass/aws/session-pool";
import { openAppPool, type AppPool } from "@windlass/github/app/app-pool";
import { checkAddress } from "@windlass/operations/address/check-address";
import { readWebhookSecrets } from "@windlass/operations/github/read-webhook-secrets";
import { openKeyring, type Keyring } from "@windlass/operations/sealing";
import { openProducer, type Producer } from "@windlass/queue/producer";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { openRepositoryCache, type RepositoryCache } from "./github/repository-cache.js";
import { openWebhookSecrets, type WebhookSecrets } from "./github/webhook-secrets.js";
import type { Settings } from "./settings.js";

declare module "fastify" {
  interface FastifyInstance {
    settings: Settings;
    keyring: Keyring;
    /** Only for whether the queue works: jobs reach it through the outbox. */
    queue: Producer;
    aws: SessionPool;
    github: AppPool;
    /** The repositories that GitHub listed last, so that a search does not list them anew with each letter. */
    githubRepositories: RepositoryCache;
    githubSecrets: WebhookSecrets;
  }
}

/** What routes work with beside the database. Closed with the server. */
export const services = fastifyPlugin(async function services(app: FastifyInstance, settings: Settings) {
  const queue = openProducer({ redisUrl: settings.redisUrl, onError: (error) => app.log.warn({ err: error }, "queue") });
  const aws = openSessionPool();
  app.decorate("settings", settings);
  app.decorate("keyring", openKeyring({ masterKey: settings.masterKey }));
  app.decorate("queue", queue);
  app.decorate("aws", aws);
  app.decorate("github", openAppPool({ checkAddress: (url) => checkAddress(url, settings.allowedHosts) }));
  app.decorate("githubRepositories", openRepositoryCache());
  app.decorate("githubSecrets", openWebhookSecrets(() => readWebhookSecrets(app.db, app.keyring)));
  app.addHook("onClose", async () => {
    aws.close();
    await queue.close();
  });
});
