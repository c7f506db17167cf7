import { deploymentGroupSchema } from "@windlass/contracts/deployment-group";
import { readGroup } from "@windlass/operations/deployment-group/read-group";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams } from "../params.js";

export const readGroupRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/deployment-groups/:id",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Deployments"], summary: "What a push or a request deploys together, in waves", params: idParams, response: { 200: deploymentGroupSchema } },
    },
    (request) => readGroup(contextOf(request), request.params.id),
  );
};
