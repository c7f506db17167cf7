import { repositorySchema } from "@windlass/contracts/repository";
import { createDeployKey } from "@windlass/operations/repository/create-deploy-key";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams } from "../params.js";

export const createDeployKeyRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/repositories/:id/deploy-key",
    {
      config: { permission: "repository:manage" },
      schema: { tags: ["Repositories"], summary: "Make a deploy key", params: idParams, response: { 201: repositorySchema } },
    },
    async (request, reply) => reply.code(201).send(await createDeployKey(contextOf(request), { id: request.params.id, keyring: app.keyring })),
  );
};
