import { githubRepositoriesSchema, githubRepositoryQuerySchema } from "@windlass/contracts/github";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { searchRepositories } from "../../github/search-repositories.js";
import { contextOf } from "../../plugins/permission.js";

export const searchGithubRepositoriesRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/github/repositories",
    {
      config: { permission: "repository:manage" },
      schema: { tags: ["GitHub"], summary: "Repositories of the installations, by a part of their name", querystring: githubRepositoryQuerySchema, response: { 200: githubRepositoriesSchema } },
    },
    (request) => searchRepositories(app, { context: contextOf(request), search: request.query.search }),
  );
};
