import { deploymentSummarySchema } from "@windlass/contracts/deployment";
import { pageQuerySchema, pageSchema } from "@windlass/contracts/page";
import { listStageDeployments } from "@windlass/operations/deployment/list-deployments";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const listStageDeploymentsRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/deployments",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Deployments"], summary: "A stage's deployments, newest first", params: stageParams, querystring: pageQuerySchema, response: { 200: pageSchema(deploymentSummarySchema) } },
    },
    (request) => listStageDeployments(contextOf(request), { ...request.query, stage: request.params }),
  );
};
