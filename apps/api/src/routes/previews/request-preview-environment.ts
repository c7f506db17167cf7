import { requestedPreviewSchema, requestPreviewEnvironmentSchema } from "@windlass/contracts/preview";
import { requestPreviewOf } from "@windlass/operations/preview-environment/request-preview-environment";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { serviceParams } from "../params.js";

export const requestPreviewEnvironmentRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/previews",
    {
      config: { permission: "deployment:create" },
      schema: {
        tags: ["Previews"],
        summary: "Ask for the environment of a pull request, whatever its labels are",
        params: serviceParams,
        body: requestPreviewEnvironmentSchema,
        response: { 202: requestedPreviewSchema },
      },
    },
    async (request, reply) => reply.code(202).send(await requestPreviewOf(contextOf(request), { ...request.params, ...request.body })),
  );
};
