import { readStageMetrics } from "@windlass/aws/metrics/read-stage-metrics";
import { metricRangeSchema, stageMetricsSchema } from "@windlass/contracts/metric";
import { openStageMetrics } from "@windlass/operations/stage/open-stage-metrics";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const readMetricsRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/metrics",
    {
      config: { permission: "metric:read" },
      schema: { tags: ["Stages"], summary: "What CloudWatch measured of a stage's functions and APIs",
        params: stageParams,
        querystring: z.object({ range: metricRangeSchema.default("1h") }),
        response: { 200: stageMetricsSchema } },
    },
    async (request) => {
      const { range } = request.query;
      const source = await openStageMetrics(contextOf(request), { stage: request.params, range, keyring: app.keyring });
      const session = app.aws.session(source.access, source.region);
      const { stackName, functions, markers } = source;
      return { ...(await readStageMetrics(session, { range, functions, stackName })), markers };
    },
  );
};
