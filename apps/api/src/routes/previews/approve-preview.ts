import { approvePreviewSchema, previewSchema } from "@windlass/contracts/preview";
import { approvePreview } from "@windlass/operations/preview-environment/approve-preview";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { previewParams } from "../params.js";

export const approvePreviewRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/previews/:number/approval",
    {
      config: { permission: "deployment:create" },
      schema: {
        tags: ["Previews"],
        summary: "Let one commit of somebody without write access be built and deployed, without secrets",
        params: previewParams,
        body: approvePreviewSchema,
        response: { 200: previewSchema },
      },
    },
    (request) => approvePreview(contextOf(request), { ...request.params, ...request.body, keyring: app.keyring }),
  );
};
