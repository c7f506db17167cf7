import { repositorySchema } from "@windlass/contracts/repository";
import { readRepository } from "@windlass/operations/repository/read-repository";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams } from "../params.js";

export const readRepositoryRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/repositories/:id",
    {
      config: { permission: "repository:read" },
      schema: { tags: ["Repositories"], summary: "One repository", params: idParams, response: { 200: repositorySchema } },
    },
    (request) => readRepository(contextOf(request), request.params.id),
  );
};
