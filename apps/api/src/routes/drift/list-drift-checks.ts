import { driftCheckSchema } from "@windlass/contracts/drift";
import { pageQuerySchema, pageSchema } from "@windlass/contracts/page";
import { listDriftChecks } from "@windlass/operations/drift/list-drift-checks";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const listDriftChecksRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/drift-checks",
    {
      config: { permission: "drift:read" },
      schema: { tags: ["Drift"], summary: "A stage's drift checks, newest first", params: stageParams, querystring: pageQuerySchema, response: { 200: pageSchema(driftCheckSchema) } },
    },
    (request) => listDriftChecks(contextOf(request), { ...request.query, stage: request.params }),
  );
};
