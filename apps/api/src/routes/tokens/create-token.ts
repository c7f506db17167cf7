import { createdTokenSchema, createTokenSchema } from "@windlass/contracts/token";
import { createToken } from "@windlass/operations/token/create-token";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const createTokenRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/tokens",
    {
      config: { permission: "token:manage" },
      schema: { tags: ["Tokens"], summary: "Make an API token; the token is only in this answer", body: createTokenSchema, response: { 201: createdTokenSchema } },
    },
    async (request, reply) => reply.code(201).send(await createToken(contextOf(request), request.body)),
  );
};
