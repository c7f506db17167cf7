import { deploymentSchema } from "@windlass/contracts/deployment";
import { readDeployment } from "@windlass/operations/deployment/read-deployment";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { deploymentParams } from "../params.js";

export const readDeploymentRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/deployments/:number",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Deployments"], summary: "One deployment", params: deploymentParams, response: { 200: deploymentSchema } },
    },
    (request) => readDeployment(contextOf(request), request.params),
  );
};
