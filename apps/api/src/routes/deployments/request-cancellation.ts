import { deploymentSchema } from "@windlass/contracts/deployment";
import { requestCancellation } from "@windlass/operations/deployment/request-cancellation";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { deploymentParams } from "../params.js";

export const requestCancellationRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/deployments/:number/cancellation",
    {
      config: { permission: "deployment:cancel" },
      schema: { tags: ["Deployments"], summary: "Ask for a deployment to be cancelled", params: deploymentParams, response: { 202: deploymentSchema } },
    },
    async (request, reply) => reply.code(202).send(await requestCancellation(contextOf(request), request.params)),
  );
};
