import { openDatabase, type Database } from "@windlass/database/database";
import { listen } from "@windlass/database/listen";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";

/** Hears of what Postgres notifies; a hint, which may be lost. */
export type NotificationListener = {
  channel: string;
  onNotification(payload: string): void;
  /** Notifications may have been lost. */
  onMissed?(): void;
};

declare module "fastify" {
  interface FastifyInstance {
    db: Database;
    /** Hears a channel of Postgres for as long as the server runs; all listeners share one connection. */
    hear(listener: NotificationListener): void;
  }
}

export type DatabaseOptions = { url: string };

/** The only door to the database: the pool, and one connection that listens. Both are closed with the server. */
export const database = fastifyPlugin(async function database(app: FastifyInstance, { url }: DatabaseOptions) {
  const onError = (error: Error) => app.log.warn({ err: error }, "database connection");
  const db = openDatabase({ url, maxConnections: 20, onIdleError: onError });
  const listeners: NotificationListener[] = [];
  const onMissed = () => {
    for (const heard of listeners) heard.onMissed?.();
  };
  app.decorate("db", db);
  app.decorate("hear", (listener) => void listeners.push(listener));
  let stop = async (): Promise<void> => undefined;
  app.addHook("onReady", async () => {
    const listener = listen({
      url,
      channels: [...new Set(listeners.map(({ channel }) => channel))],
      onNotification: (channel, payload) => {
        for (const heard of listeners) if (heard.channel === channel) heard.onNotification(payload);
      },
      onReconnected: () => {
        onMissed();
        void db.dropIdle();
      },
      onError,
    });
    // Requests are answered meanwhile, and what is notified before the connection listens is not heard.
    void listener.ready.then(onMissed);
    stop = () => listener.close();
  });
  app.addHook("onClose", async () => {
    await stop();
    await db.close();
  });
});
