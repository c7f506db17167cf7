import { githubStatusSchema } from "@windlass/contracts/github";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { publicUrlOf, readGithubStatus } from "../../github/read-status.js";
import { contextOf } from "../../plugins/permission.js";

export const readGithubInstallationsRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/github/installations",
    {
      config: { permission: "repository:manage" },
      schema: { tags: ["GitHub"], summary: "The connected GitHub Apps, and where each is installed", response: { 200: githubStatusSchema } },
    },
    (request) => readGithubStatus(app, { context: contextOf(request), publicUrl: publicUrlOf(app, request) }),
  );
};
