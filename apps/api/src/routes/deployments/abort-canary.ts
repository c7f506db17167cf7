import { deploymentSchema } from "@windlass/contracts/deployment";
import { abortCanary } from "@windlass/operations/deployment/abort-canary";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { deploymentParams } from "../params.js";

export const abortCanaryRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/deployments/:number/canary-abort",
    {
      config: { permission: "deployment:cancel" },
      schema: { tags: ["Deployments"], summary: "Give the old versions all traffic again, and put the release before back", params: deploymentParams, response: { 202: deploymentSchema } },
    },
    async (request, reply) => reply.code(202).send(await abortCanary(contextOf(request), request.params)),
  );
};
