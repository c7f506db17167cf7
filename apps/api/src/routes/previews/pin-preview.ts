import { pinPreviewSchema, previewSchema } from "@windlass/contracts/preview";
import { pinPreview } from "@windlass/operations/preview-environment/pin-preview";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { previewParams } from "../params.js";

export const pinPreviewRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/previews/:number/pin",
    {
      config: { permission: "deployment:create" },
      schema: { tags: ["Previews"], summary: "Keep a preview until its pull request ends, or no longer", params: previewParams, body: pinPreviewSchema, response: { 200: previewSchema } },
    },
    (request) => pinPreview(contextOf(request), { ...request.params, ...request.body }),
  );
};
