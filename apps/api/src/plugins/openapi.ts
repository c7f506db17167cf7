import swagger from "@fastify/swagger";
import swaggerUi from "@fastify/swagger-ui";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { jsonSchemaTransform } from "fastify-type-provider-zod";
import { version } from "../version.js";

/** OpenAPI 3.1 at /api/openapi.json, made of the routes' own schemas, and a page to browse it at /api/docs. */
export const openapi = fastifyPlugin(async function openapi(app: FastifyInstance) {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Windlass",
        version,
        description: "Deploys serverless applications to AWS. Errors are RFC 9457 problem documents with `code`, `message` and `hint`.",
      },
      components: {
        securitySchemes: {
          token: { type: "http", scheme: "bearer", description: "An API token, made on the Tokens page." },
          session: { type: "apiKey", in: "cookie", name: "windlass_session" },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(async (docs) => {
    docs.addHook("onRoute", (route) => {
      route.config = { ...route.config, public: true };
    });
    await docs.register(swaggerUi, { routePrefix: "/api/docs", uiConfig: { deepLinking: true }, logLevel: "warn" });
    docs.get("/api/openapi.json", { schema: { hide: true } }, () => app.swagger());
  });
});
