import { stageSchema } from "@windlass/contracts/stage";
import { resumeStage } from "@windlass/operations/stage/resume-stage";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const resumeStageRoute: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    "/api/services/:service/stages/:stage/pause",
    {
      config: { permission: "stage:freeze" },
      schema: { tags: ["Stages"], summary: "End the pause of a stage; what waits goes on", params: stageParams, response: { 200: stageSchema } },
    },
    (request) => resumeStage(contextOf(request), { stage: request.params, keyring: app.keyring }),
  );
};
