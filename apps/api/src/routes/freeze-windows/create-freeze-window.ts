import { createFreezeWindowSchema, freezeWindowSchema } from "@windlass/contracts/freeze-window";
import { createFreezeWindow } from "@windlass/operations/freeze/create-freeze-window";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const createFreezeWindowRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/freeze-windows",
    {
      config: { permission: "stage:freeze" },
      schema: { tags: ["Freezes"], summary: "Plan a freeze of a stage, or of every stage", body: createFreezeWindowSchema, response: { 201: freezeWindowSchema } },
    },
    async (request, reply) => reply.code(201).send(await createFreezeWindow(contextOf(request), request.body)),
  );
};
