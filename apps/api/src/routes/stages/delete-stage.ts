import { deleteStage } from "@windlass/operations/stage/delete-stage";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { noContent, stageParams } from "../params.js";

export const deleteStageRoute: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    "/api/services/:service/stages/:stage",
    {
      config: { permission: "stage:delete" },
      schema: { tags: ["Stages"], summary: "Forget a stage and its history", params: stageParams, response: { 204: noContent } },
    },
    async (request, reply) => {
      await deleteStage(contextOf(request), request.params);
      return reply.code(204).send(null);
    },
  );
};
