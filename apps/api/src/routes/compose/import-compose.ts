import { composePlanSchema, importComposeSchema } from "@windlass/contracts/compose";
import { importCompose } from "@windlass/operations/compose/import-compose";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams } from "../params.js";

export const importComposeRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/repositories/:id/compose/import",
    {
      config: { permission: "service:create" },
      schema: { tags: ["Repositories"], summary: "Create and change services as a compose file says", params: idParams, body: importComposeSchema, response: { 200: composePlanSchema } },
    },
    (request) => importCompose(contextOf(request), { ...request.body, repositoryId: request.params.id, keyring: app.keyring }),
  );
};
