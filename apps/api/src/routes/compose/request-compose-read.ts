import { composeStatusSchema } from "@windlass/contracts/compose";
import { requestComposeRead } from "@windlass/operations/compose/compose-file";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams } from "../params.js";

export const requestComposeReadRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/repositories/:id/compose/read",
    {
      config: { permission: "service:create" },
      schema: { tags: ["Repositories"], summary: "Read serverless-compose.yml at the head of the default branch", params: idParams, response: { 202: composeStatusSchema } },
    },
    async (request, reply) => reply.code(202).send(await requestComposeRead(contextOf(request), request.params.id)),
  );
};
