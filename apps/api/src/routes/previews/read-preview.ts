import { previewSchema } from "@windlass/contracts/preview";
import { readPreview } from "@windlass/operations/preview-environment/read-preview";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { previewParams } from "../params.js";

export const readPreviewRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/previews/:number",
    {
      config: { permission: "service:read" },
      schema: { tags: ["Previews"], summary: "A pull request in a service", params: previewParams, response: { 200: previewSchema } },
    },
    (request) => readPreview(contextOf(request), request.params),
  );
};
