import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";

/** How long open connections have to end by themselves once the server is closing. */
const graceMs = 1_000;

/**
 * Ends every connection soon after the server began to close. Fastify ends idle ones, but a socket that asked to be
 * upgraded is no longer one of its own, and one that never goes away would keep the process for ever.
 */
export const endConnections = fastifyPlugin(async function endConnections(app: FastifyInstance) {
  const sockets = new Set<Socket>();
  app.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  app.addHook("preClose", async () => {
    setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, graceMs).unref();
  });
});
