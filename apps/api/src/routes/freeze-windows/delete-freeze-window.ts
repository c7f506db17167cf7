import { deleteFreezeWindow } from "@windlass/operations/freeze/delete-freeze-window";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams, noContent } from "../params.js";

export const deleteFreezeWindowRoute: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    "/api/freeze-windows/:id",
    {
      config: { permission: "stage:freeze" },
      schema: { tags: ["Freezes"], summary: "Remove a freeze; what it held goes on", params: idParams, response: { 204: noContent } },
    },
    async (request, reply) => {
      await deleteFreezeWindow(contextOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
};
