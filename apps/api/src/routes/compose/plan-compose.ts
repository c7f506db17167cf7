import { composePlanSchema, planComposeSchema } from "@windlass/contracts/compose";
import { planCompose } from "@windlass/operations/compose/plan-compose";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams } from "../params.js";

export const planComposeRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/repositories/:id/compose/plan",
    {
      config: { permission: "service:read" },
      schema: { tags: ["Repositories"], summary: "What taking over a compose file would create and change", params: idParams, body: planComposeSchema, response: { 200: composePlanSchema } },
    },
    (request) => planCompose(contextOf(request), { ...request.body, repositoryId: request.params.id }),
  );
};
