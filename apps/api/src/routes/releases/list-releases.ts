import { pageQuerySchema, pageSchema } from "@windlass/contracts/page";
import { releaseSummarySchema } from "@windlass/contracts/release-config";
import { listReleases } from "@windlass/operations/release/list-releases";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const listReleasesRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/releases",
    {
      config: { permission: "service:read" },
      schema: { tags: ["Releases"], summary: "A stage's releases, newest first", params: stageParams, querystring: pageQuerySchema, response: { 200: pageSchema(releaseSummarySchema) } },
    },
    (request) => listReleases(contextOf(request), { ...request.query, stage: request.params }),
  );
};
