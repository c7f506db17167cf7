import websocket from "@fastify/websocket";
import { channels } from "@windlass/contracts/job";
import { changeSchema } from "@windlass/contracts/live";
import { systemContext } from "@windlass/operations/context";
import { followEvents } from "@windlass/operations/deployment/follow-events";
import { subscribeHints } from "@windlass/queue/event-hints";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { callerOf } from "../plugins/permission.js";
import { createAccessWatch } from "./access-watch.js";
import { createChangeFeed } from "./change-feed.js";
import { createEventFeed } from "./event-feed.js";
import { serveLiveConnection } from "./live-connection.js";

export type LivePluginOptions = {
  /** Whether a page of this origin may open the socket. Programs send no Origin. */
  originAllowed(origin: string, request: FastifyRequest): boolean;
};

/**
 * `/api/live`: one WebSocket per page, as contracts/live describes it. One Redis subscription and one Postgres
 * listener serve all sockets of the process; both carry hints only.
 */
export async function livePlugin(app: FastifyInstance, options: LivePluginOptions): Promise<void> {
  const onError = (error: unknown) => app.log.warn({ err: error }, "live");
  // What is read for all followers at once. Each follower's own right is checked when it subscribes.
  const shared = systemContext(app.db, "live");
  const events = createEventFeed({ read: (deploymentId, after, limit) => followEvents(shared, { deploymentId, after, limit }), onError });
  const changes = createChangeFeed();
  const access = createAccessWatch();
  hearAll(app, { events, changes, access, onError });

  await app.register(websocket, { options: { maxPayload: 16 * 1024 } });
  app.get(
    "/api/live",
    {
      websocket: true,
      config: { permission: "deployment:read" },
      schema: { hide: true },
      preValidation: async (request: FastifyRequest, reply: FastifyReply) => {
        const { origin } = request.headers;
        if (origin !== undefined && !options.originAllowed(origin, request)) return reply.code(403).send();
        return undefined;
      },
    },
    (socket, request) => {
      const connection = serveLiveConnection({
        socket,
        events,
        changes,
        mayFollow: async (deploymentId) => {
          const caller = await app.authenticate(request);
          return caller !== null && (await followEvents(caller.context, { deploymentId, after: 0, limit: 0 })) !== null;
        },
        stillAuthenticated: async () => (await app.authenticate(request)) !== null,
        onError,
      });
      socket.on("close", access.watch(callerOf(request).accessIds, () => connection.recheck()));
    },
  );
}

type Hearers = {
  events: ReturnType<typeof createEventFeed>;
  changes: ReturnType<typeof createChangeFeed>;
  access: ReturnType<typeof createAccessWatch>;
  onError: (error: unknown) => void;
};

function hearAll(app: FastifyInstance, { events, changes, access, onError }: Hearers): void {
  const hints = subscribeHints({
    redisUrl: app.settings.redisUrl,
    onHint: ({ deploymentId }) => events.wake(deploymentId),
    onReconnect: () => events.wakeAll(),
    onError,
  });
  app.hear({
    channel: channels.changes,
    onNotification: (payload) => {
      const change = changeSchema.safeParse(JSON.parse(payload));
      if (change.success) changes.push(change.data);
      else onError(change.error);
    },
    onMissed: () => changes.missed(),
  });
  app.hear({ channel: channels.access, onNotification: (id) => access.ended(id), onMissed: () => access.allMayHaveEnded() });
  app.addHook("onClose", async () => {
    events.close();
    changes.close();
    await hints.close();
  });
}
