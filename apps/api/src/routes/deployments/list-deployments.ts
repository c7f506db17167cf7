import { deploymentSummarySchema } from "@windlass/contracts/deployment";
import { deploymentStateSchema } from "@windlass/contracts/deployment-state";
import { serviceNameSchema, stageNameSchema } from "@windlass/contracts/name";
import { pageQuerySchema, pageSchema } from "@windlass/contracts/page";
import { listDeployments } from "@windlass/operations/deployment/list-deployments";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

const filterQuery = pageQuerySchema.extend({
  service: serviceNameSchema.optional(),
  stage: stageNameSchema.optional(),
  state: deploymentStateSchema.optional(),
});

export const listDeploymentsRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/deployments",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Deployments"], summary: "Deployments of all stages, newest first", querystring: filterQuery, response: { 200: pageSchema(deploymentSummarySchema) } },
    },
    (request) => listDeployments(contextOf(request), request.query),
  );
};
