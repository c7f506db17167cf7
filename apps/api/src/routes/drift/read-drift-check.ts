import { driftCheckSchema } from "@windlass/contracts/drift";
import { readDriftCheck } from "@windlass/operations/drift/list-drift-checks";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams } from "../params.js";

export const readDriftCheckRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/drift-checks/:id",
    {
      config: { permission: "drift:read" },
      schema: { tags: ["Drift"], summary: "One drift check", params: idParams, response: { 200: driftCheckSchema } },
    },
    (request) => readDriftCheck(contextOf(request), request.params.id),
  );
};
