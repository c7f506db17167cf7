import type { FastifyInstance } from "fastify";

/** GitHub sends at most 25 MB; a push, which names at most 2 048 commits, stays far below this. */
export const mostDeliveryBytes = 5 * 1024 * 1024;

/** Has a plugin's routes take bodies of any kind as the very bytes that were sent: what is signed is those. */
export function takeRawBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: mostDeliveryBytes }, (_request, body, done) => done(null, body));
}
