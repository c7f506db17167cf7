import { stageFindingsSchema } from "@windlass/contracts/finding";
import { readStageFindings } from "@windlass/operations/deployment/list-findings";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const readStageFindingsRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/findings",
    {
      config: { permission: "service:read" },
      schema: { tags: ["Stages"], summary: "What the policy rules say of a stage's release", params: stageParams, response: { 200: stageFindingsSchema } },
    },
    (request) => readStageFindings(contextOf(request), request.params),
  );
};
