import { findingSchema } from "@windlass/contracts/finding";
import { pageSchema } from "@windlass/contracts/page";
import { listDeploymentFindings } from "@windlass/operations/deployment/list-findings";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { deploymentParams } from "../params.js";

export const listFindingsRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/deployments/:number/findings",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Deployments"], summary: "What the policy rules said of a deployment's release", params: deploymentParams, response: { 200: pageSchema(findingSchema) } },
    },
    (request) => listDeploymentFindings(contextOf(request), request.params),
  );
};
