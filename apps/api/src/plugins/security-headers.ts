import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import helmet, { type HelmetOptions } from "helmet";

/** What pages may load: nothing from elsewhere, no inline script, no frame. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    // The component library sets styles of its scroll lock in an element that it makes.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", "data:"],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    manifestSrc: ["'self'"],
    workerSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
};

/** Security headers for every answer. Only a server that is reached over TLS tells browsers to insist on it. */
export const securityHeaders = fastifyPlugin(async function securityHeaders(app: FastifyInstance, { publicUrl }: { publicUrl: string | null }) {
  const headers = headersOf({
    contentSecurityPolicy,
    strictTransportSecurity: publicUrl?.startsWith("https://") === true,
    referrerPolicy: { policy: "same-origin" },
  });
  app.addHook("onRequest", async (_request, reply) => {
    reply.headers(headers);
  });
});

/** They are the same for every answer, so helmet writes them once. */
function headersOf(options: HelmetOptions): ReturnType<ServerResponse["getHeaders"]> {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet(options)(request, response, () => undefined);
  return response.getHeaders();
}
