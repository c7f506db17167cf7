import { diagnoseStack } from "@windlass/aws/stacks/diagnose-stack";
import { deploymentSchema } from "@windlass/contracts/deployment";
import { createRepairSchema } from "@windlass/contracts/stack-diagnosis";
import { requestRepair } from "@windlass/operations/deployment/request-repair";
import { openStageStack } from "@windlass/operations/stage/open-stage-stack";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idempotencyHeaders, stageParams } from "../params.js";

export const requestRepairRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/repairs",
    {
      config: { permission: "stage:repair" },
      schema: { tags: ["Deployments"], summary: "Ask for a stuck stack to be repaired, by its one safe action",
        params: stageParams,
        headers: idempotencyHeaders,
        body: createRepairSchema,
        response: { 202: deploymentSchema } },
    },
    async (request, reply) => {
      const context = contextOf(request);
      const source = await openStageStack(context, { stage: request.params, keyring: app.keyring });
      const diagnosis = await diagnoseStack(app.aws.session(source.access, source.region), source);
      const idempotencyKey = request.headers["idempotency-key"];
      const deployment = await requestRepair(context, { ...request.body, stage: request.params, diagnosis, idempotencyKey });
      return reply.code(202).send(deployment);
    },
  );
};
