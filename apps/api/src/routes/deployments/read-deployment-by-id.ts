import { deploymentSchema } from "@windlass/contracts/deployment";
import { readDeploymentById } from "@windlass/operations/deployment/read-deployment";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams } from "../params.js";

export const readDeploymentByIdRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/deployments/:id",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Deployments"], summary: "One deployment, by its id", params: idParams, response: { 200: deploymentSchema } },
    },
    (request) => readDeploymentById(contextOf(request), request.params.id),
  );
};
