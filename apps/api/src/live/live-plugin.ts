import websocket from "@fastify/websocket";
import { channels } from "@windlass/contracts/job";
import { changeSchema } from "@windlass/contracts/live";
import { listen } from "@windlass/database/listen";
import type { OperationContext } from "@windlass/operations/context";
import { followEvents } from "@windlass/operations/deployment/follow-events";
import { subscribeHints } from "@windlass/queue/event-hints";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { createChangeFeed } from "./change-feed.js";
import { createEventFeed } from "./event-feed.js";
import { serveLiveConnection } from "./live-connection.js";

export type LivePluginOptions = {
  databaseUrl: string;
  redisUrl: string;
  /** The server's own context: what is read for all followers at once. Each follower's right is checked when it subscribes. */
  systemContext: OperationContext;
  /** Who made the request, or null when nobody (any more) is signed in with its cookie or token. */
  authenticate(request: FastifyRequest): Promise<OperationContext | null>;
  /** Whether a page of this origin may open the socket. Programs send no Origin. */
  originAllowed(origin: string, request: FastifyRequest): boolean;
};

/**
 * `/api/live`: one WebSocket per page, as contracts/live describes it. One Redis subscription and one Postgres
 * listener serve all sockets of the process; both carry hints only.
 */
export async function livePlugin(app: FastifyInstance, options: LivePluginOptions): Promise<void> {
  const onError = (error: unknown) => app.log.warn({ err: error }, "live");
  const changes = createChangeFeed();
  const events = createEventFeed({
    read: (deploymentId, after, limit) => followEvents(options.systemContext, { deploymentId, after, limit }),
    onError,
  });
  const hints = subscribeHints({
    redisUrl: options.redisUrl,
    onHint: ({ deploymentId }) => events.wake(deploymentId),
    onReconnect: () => events.wakeAll(),
    onError,
  });
  const listener = listen({
    url: options.databaseUrl,
    channels: [channels.changes],
    onNotification: (_channel, payload) => {
      const change = changeSchema.safeParse(JSON.parse(payload));
      if (change.success) changes.push(change.data);
      else onError(change.error);
    },
    onReconnected: () => changes.missed(),
    onError,
  });
  app.addHook("onClose", async () => {
    events.close();
    changes.close();
    await Promise.all([hints.close(), listener.close()]);
  });

  await app.register(websocket, { options: { maxPayload: 16 * 1024 } });
  app.get(
    "/api/live",
    {
      websocket: true,
      config: { permission: "deployment:read" },
      schema: { hide: true },
      preValidation: async (request, reply) => {
        const { origin } = request.headers;
        if (origin !== undefined && !options.originAllowed(origin, request)) return reply.code(403).send();
        return undefined;
      },
    },
    (socket, request) => {
      serveLiveConnection({
        socket,
        events,
        changes,
        mayFollow: async (deploymentId) => {
          const context = await options.authenticate(request);
          return context !== null && (await followEvents(context, { deploymentId, after: 0, limit: 0 })) !== null;
        },
        stillAuthenticated: async () => (await options.authenticate(request)) !== null,
        onError,
      });
    },
  );
}
