import { pageQuerySchema, pageSchema } from "@windlass/contracts/page";
import { repositorySchema } from "@windlass/contracts/repository";
import { listRepositories } from "@windlass/operations/repository/list-repositories";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const listRepositoriesRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/repositories",
    {
      config: { permission: "repository:read" },
      schema: { tags: ["Repositories"], summary: "Repositories, newest first", querystring: pageQuerySchema, response: { 200: pageSchema(repositorySchema) } },
    },
    (request) => listRepositories(contextOf(request), request.query),
  );
};
