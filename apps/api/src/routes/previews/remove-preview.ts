import { previewSchema } from "@windlass/contracts/preview";
import { readPreview } from "@windlass/operations/preview-environment/read-preview";
import { stopPreview } from "@windlass/operations/preview-environment/stop-preview-environment";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { previewParams } from "../params.js";

export const removePreviewRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/previews/:number/removal",
    {
      config: { permission: "deployment:create" },
      schema: { tags: ["Previews"], summary: "Remove a preview with everything in it, or try at once again what an earlier removal left", params: previewParams, response: { 202: previewSchema } },
    },
    async (request, reply) => {
      await stopPreview(contextOf(request), request.params);
      return reply.code(202).send(await readPreview(contextOf(request), request.params));
    },
  );
};
