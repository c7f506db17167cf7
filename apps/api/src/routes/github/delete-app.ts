import { deleteGithubApp } from "@windlass/operations/github/delete-app";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams, noContent } from "../params.js";

export const deleteGithubAppRoute: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    "/api/github/apps/:id",
    {
      config: { permission: "settings:manage" },
      schema: { tags: ["GitHub"], summary: "Disconnect a GitHub App", params: idParams, response: { 204: noContent } },
    },
    async (request, reply) => {
      await deleteGithubApp(contextOf(request), request.params.id);
      app.githubRepositories.clear();
      app.githubSecrets.clear();
      return reply.code(204).send(null);
    },
  );
};
