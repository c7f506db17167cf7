import { pageQuerySchema, pageSchema } from "@windlass/contracts/page";
import { tokenSchema } from "@windlass/contracts/token";
import { listTokens } from "@windlass/operations/token/list-tokens";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const listTokensRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/tokens",
    {
      config: { permission: "token:manage" },
      schema: { tags: ["Tokens"], summary: "Your API tokens", querystring: pageQuerySchema, response: { 200: pageSchema(tokenSchema) } },
    },
    (request) => listTokens(contextOf(request), request.query),
  );
};
