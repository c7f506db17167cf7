import { rollbackPreviewSchema } from "@windlass/contracts/deployment";
import { previewRollback } from "@windlass/operations/deployment/preview-rollback";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const previewRollbackRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/rollback-preview",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Stages"], summary: "What a roll-back would put back",
        params: stageParams,
        querystring: z.object({ to: z.coerce.number().int().positive().optional() }),
        response: { 200: rollbackPreviewSchema } },
    },
    (request) => previewRollback(contextOf(request), { stage: request.params, to: request.query.to, keyring: app.keyring }),
  );
};
