import { repositorySchema } from "@windlass/contracts/repository";
import { deleteDeployKey } from "@windlass/operations/repository/delete-deploy-key";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams } from "../params.js";

export const deleteDeployKeyRoute: FastifyPluginAsyncZod = async (app) => {
  app.delete(
    "/api/repositories/:id/deploy-key",
    {
      config: { permission: "repository:manage" },
      schema: { tags: ["Repositories"], summary: "Forget the deploy key", params: idParams, response: { 200: repositorySchema } },
    },
    (request) => deleteDeployKey(contextOf(request), request.params.id),
  );
};
