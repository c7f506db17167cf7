import { deploymentSchema } from "@windlass/contracts/deployment";
import { reasonSchema } from "@windlass/contracts/freeze-window";
import { overrideFreeze } from "@windlass/operations/deployment/override-freeze";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { deploymentParams } from "../params.js";

export const overrideFreezeRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/deployments/:number/freeze-override",
    {
      config: { permission: "stage:override_freeze" },
      schema: { tags: ["Deployments"], summary: "Let one deployment run in spite of a freeze or a pause", params: deploymentParams, body: reasonSchema, response: { 200: deploymentSchema } },
    },
    (request) => overrideFreeze(contextOf(request), { ...request.params, reason: request.body.reason }),
  );
};
