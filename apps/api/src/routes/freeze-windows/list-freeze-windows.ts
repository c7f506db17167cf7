import { freezeWindowSchema } from "@windlass/contracts/freeze-window";
import { serviceNameSchema, stageNameSchema } from "@windlass/contracts/name";
import { listFreezeWindows } from "@windlass/operations/freeze/list-freeze-windows";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { contextOf } from "../../plugins/permission.js";

export const listFreezeWindowsRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/freeze-windows",
    {
      config: { permission: "service:read" },
      schema: {
        tags: ["Freezes"],
        summary: "The planned freezes; with a service and a stage, those that concern that stage",
        querystring: z.object({ service: serviceNameSchema.optional(), stage: stageNameSchema.optional() }),
        response: { 200: z.object({ items: z.array(freezeWindowSchema) }) },
      },
    },
    async (request) => {
      const { service, stage } = request.query;
      const of = service === undefined || stage === undefined ? null : { service, stage };
      return { items: await listFreezeWindows(contextOf(request), of) };
    },
  );
};
