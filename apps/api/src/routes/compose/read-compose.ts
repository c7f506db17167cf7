import { composeStatusSchema } from "@windlass/contracts/compose";
import { readComposeStatus } from "@windlass/operations/compose/compose-file";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams } from "../params.js";

export const readComposeRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/repositories/:id/compose",
    {
      config: { permission: "service:read" },
      schema: { tags: ["Repositories"], summary: "The serverless-compose.yml that was last read, and how it differs from the services", params: idParams, response: { 200: composeStatusSchema } },
    },
    (request) => readComposeStatus(contextOf(request), request.params.id),
  );
};
