import { createStageSchema, stageSchema } from "@windlass/contracts/stage";
import { createStage } from "@windlass/operations/stage/create-stage";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { serviceParams } from "../params.js";

export const createStageRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages",
    {
      config: { permission: "stage:create" },
      schema: { tags: ["Stages"], summary: "Add a stage to a service", params: serviceParams, body: createStageSchema, response: { 201: stageSchema } },
    },
    async (request, reply) => {
      const { service } = request.params;
      return reply.code(201).send(await createStage(contextOf(request), { service, stage: request.body, keyring: app.keyring }));
    },
  );
};
