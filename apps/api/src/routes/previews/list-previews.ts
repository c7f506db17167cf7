import { pageSchema } from "@windlass/contracts/page";
import { previewQuerySchema, previewSchema } from "@windlass/contracts/preview";
import { listPreviews } from "@windlass/operations/preview-environment/list-previews";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const listPreviewsRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/previews",
    {
      config: { permission: "service:read" },
      schema: { tags: ["Previews"], summary: "Environments of pull requests, newest first", querystring: previewQuerySchema, response: { 200: pageSchema(previewSchema) } },
    },
    (request) => listPreviews(contextOf(request), request.query),
  );
};
