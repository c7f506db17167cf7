import { deploymentSchema } from "@windlass/contracts/deployment";
import { reportAgain } from "@windlass/operations/report/report-again";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { deploymentParams } from "../params.js";

export const reportAgainRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/deployments/:number/report",
    {
      config: { permission: "deployment:create" },
      schema: { tags: ["Deployments"], summary: "Tell the repository's forge of a deployment once more", params: deploymentParams, response: { 200: deploymentSchema } },
    },
    (request) => reportAgain(contextOf(request), request.params),
  );
};
