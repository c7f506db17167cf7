import { eventSchema } from "@windlass/contracts/event";
import { pageSchema } from "@windlass/contracts/page";
import { listEvents } from "@windlass/operations/deployment/list-events";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { contextOf } from "../../plugins/permission.js";
import { deploymentParams } from "../params.js";

const eventsQuery = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
});

export const listEventsRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/deployments/:number/events",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Deployments"], summary: "A deployment's history above `after`, in order",
        params: deploymentParams,
        querystring: eventsQuery,
        response: { 200: pageSchema(eventSchema) } },
    },
    (request) => listEvents(contextOf(request), { ...request.query, deployment: request.params }),
  );
};
