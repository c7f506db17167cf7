import { openSessionPool, type SessionPool } from "@windlass/aws/session-pool";
import { openKeyring, type Keyring } from "@windlass/operations/sealing";
import { openProducer, type Producer } from "@windlass/queue/producer";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { Settings } from "./settings.js";

declare module "fastify" {
  interface FastifyInstance {
    settings: Settings;
    keyring: Keyring;
    /** Only for whether the queue works: jobs reach it through the outbox. */
    queue: Producer;
    aws: SessionPool;
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
  app.addHook("onClose", async () => {
    aws.close();
    await queue.close();
  });
});
