import { revokeToken } from "@windlass/operations/token/revoke-token";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams, noContent } from "../params.js";

export const revokeTokenRoute: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    "/api/tokens/:id",
    {
      config: { permission: "token:manage" },
      schema: { tags: ["Tokens"], summary: "Revoke an API token", params: idParams, response: { 204: noContent } },
    },
    async (request, reply) => {
      await revokeToken(contextOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
};
