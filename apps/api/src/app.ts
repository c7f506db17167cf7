import { maskLogLine } from "@windlass/operations/masking/mask-log-line";
import { createMasker } from "@windlass/operations/masking/masker";
import Fastify, { type FastifyInstance } from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { uuidv7 } from "uuidv7";
import { livePlugin } from "./live/live-plugin.js";
import { authentication } from "./plugins/authentication.js";
import { isAllowedOrigin, originCheck } from "./plugins/authentication/allowed-origin.js";
import { describeRequest } from "./plugins/describe-request.js";
import { database } from "./plugins/database.js";
import { endConnections } from "./plugins/end-connections.js";
import { logSecrets } from "./plugins/log-secrets.js";
import { openapi } from "./plugins/openapi.js";
import { permission } from "./plugins/permission.js";
import { problems } from "./plugins/problems.js";
import { rateLimit } from "./plugins/rate-limit.js";
import { RequestLog } from "./plugins/request-log.js";
import { securityHeaders } from "./plugins/security-headers.js";
import { web } from "./plugins/web.js";
import { routes } from "./routes.js";
import { services } from "./services.js";
import type { Settings } from "./settings.js";

/** Answers are JSON of a few kilobytes; the webhook and nothing else takes more. */
const mostBodyBytes = 1024 * 1024;

/**
 * The whole API, ready to listen or to be injected into. Closing it closes all that it opened. Rejects when a route
 * declares no permission.
 */
export async function buildApp(settings: Settings): Promise<FastifyInstance> {
  const { publicUrl } = settings;
  const logMasker = createMasker([]);
  const app = Fastify({
    logger: {
      level: settings.logLevel,
      serializers: { req: describeRequest },
      redact: ["req.headers.authorization", "req.headers.cookie"],
      hooks: { streamWrite: (line) => maskLogLine(line, logMasker) },
    },
    logController: new RequestLog(),
    genReqId: () => uuidv7(),
    bodyLimit: mostBodyBytes,
    trustProxy: settings.trustProxy ?? false,
    requestTimeout: 60_000,
    // How often the server looks for requests that took too long.
    http: { connectionsCheckingInterval: 5_000 },
    forceCloseConnections: true,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.removeContentTypeParser("text/plain");

  await app.register(problems);
  await app.register(endConnections);
  await app.register(securityHeaders, { publicUrl });
  await app.register(database, { url: settings.databaseUrl });
  await app.register(services, settings);
  await app.register(authentication, settings);
  await app.register(originCheck, { publicUrl });
  await app.register(permission, { authenticate: (request) => app.authenticate(request) });
  await app.register(rateLimit);
  await app.register(logSecrets, { masker: logMasker });
  await app.register(openapi);
  for (const route of routes) await app.register(route);
  await app.register(livePlugin, { originAllowed: (origin, request) => isAllowedOrigin(origin, request, publicUrl) });
  await app.register(web, settings);
  await app.ready();
  return app;
}
