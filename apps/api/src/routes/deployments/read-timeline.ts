import { timelineSchema } from "@windlass/contracts/timeline";
import { readTimeline } from "@windlass/operations/deployment/timeline/read-timeline";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { deploymentParams } from "../params.js";

export const readTimelineRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/deployments/:number/timeline",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Deployments"], summary: "Where the time of a deployment went", params: deploymentParams, response: { 200: timelineSchema } },
    },
    (request) => readTimeline(contextOf(request), request.params),
  );
};
