import { deploymentGroupSummarySchema } from "@windlass/contracts/deployment-group";
import { pageQuerySchema, pageSchema } from "@windlass/contracts/page";
import { listGroups } from "@windlass/operations/deployment-group/list-groups";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const listGroupsRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/deployment-groups",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Deployments"], summary: "What pushes and requests deploy or remove together, newest first",
        querystring: pageQuerySchema,
        response: { 200: pageSchema(deploymentGroupSummarySchema) } },
    },
    (request) => listGroups(contextOf(request), request.query),
  );
};
