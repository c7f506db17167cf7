import { deleteRepository } from "@windlass/operations/repository/delete-repository";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams, noContent } from "../params.js";

export const deleteRepositoryRoute: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    "/api/repositories/:id",
    {
      config: { permission: "repository:manage" },
      schema: { tags: ["Repositories"], summary: "Forget a repository", params: idParams, response: { 204: noContent } },
    },
    async (request, reply) => {
      await deleteRepository(contextOf(request), request.params.id);
      return reply.code(204).send(null);
    },
  );
};
