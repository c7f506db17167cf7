import { repositorySchema, updateRepositorySchema } from "@windlass/contracts/repository";
import { updateRepository } from "@windlass/operations/repository/update-repository";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams } from "../params.js";

export const updateRepositoryRoute: FastifyPluginAsyncZod = async (app) => {
  app.patch(
    "/api/repositories/:id",
    {
      config: { permission: "repository:manage" },
      schema: { tags: ["Repositories"], summary: "Change a repository", params: idParams, body: updateRepositorySchema, response: { 200: repositorySchema } },
    },
    (request) => updateRepository(contextOf(request), { id: request.params.id, change: request.body, keyring: app.keyring }),
  );
};
