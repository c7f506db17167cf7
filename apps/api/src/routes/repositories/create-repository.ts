import { createRepositorySchema, repositorySchema } from "@windlass/contracts/repository";
import { createRepository } from "@windlass/operations/repository/create-repository";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const createRepositoryRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/repositories",
    {
      config: { permission: "repository:manage" },
      schema: { tags: ["Repositories"], summary: "Register a repository", body: createRepositorySchema, response: { 201: repositorySchema } },
    },
    async (request, reply) =>
      reply.code(201).send(await createRepository(contextOf(request), { repository: request.body, keyring: app.keyring })),
  );
};
