import { planSchema } from "@windlass/contracts/plan";
import { readPlan } from "@windlass/operations/deployment/read-plan";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { deploymentParams } from "../params.js";

export const readPlanRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/deployments/:number/plan",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Deployments"], summary: "What a deployment changes, resource by resource; null while that is not known", params: deploymentParams, response: { 200: planSchema.nullable() } },
    },
    (request) => readPlan(contextOf(request), request.params),
  );
};
