import { diagnoseStack } from "@windlass/aws/stacks/diagnose-stack";
import { stackDiagnosisSchema } from "@windlass/contracts/stack-diagnosis";
import { openStageStack } from "@windlass/operations/stage/open-stage-stack";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const readStackRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/stack",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Stages"], summary: "How a stage's stack stands in CloudFormation, and the one safe thing to do about it",
        params: stageParams,
        response: { 200: stackDiagnosisSchema } },
    },
    async (request) => {
      const source = await openStageStack(contextOf(request), { stage: request.params, keyring: app.keyring });
      return diagnoseStack(app.aws.session(source.access, source.region), source);
    },
  );
};
