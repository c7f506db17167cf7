import { deploymentSchema } from "@windlass/contracts/deployment";
import { WindlassError } from "@windlass/contracts/error";
import { createSample } from "@windlass/operations/sample/create-sample";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const createSampleRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/sample",
    {
      config: { permission: "deployment:create" },
      schema: { tags: ["Home"], summary: "Create the sample service in the sandbox, and deploy it", response: { 201: deploymentSchema } },
    },
    async (request, reply) => {
      const { sampleRepository } = app.settings;
      if (sampleRepository === null) throw new WindlassError("not_found", "This server has no sample service.");
      const deployment = await createSample(contextOf(request), { repositoryPath: sampleRepository, keyring: app.keyring });
      return reply.code(201).send(deployment);
    },
  );
};
