import { readRemoval } from "@windlass/aws/stacks/read-removal";
import { removalPreviewSchema } from "@windlass/contracts/removal";
import { openStageStack } from "@windlass/operations/stage/open-stage-stack";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { stageParams } from "../params.js";

export const previewRemovalRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/removal-preview",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Stages"], summary: "What removing a stage would delete from AWS, and what it would keep",
        params: stageParams,
        response: { 200: removalPreviewSchema } },
    },
    async (request) => {
      const { access, region, stackName } = await openStageStack(contextOf(request), { stage: request.params, keyring: app.keyring });
      if (stackName === null) return { stackName: null, stackId: null, status: null, resources: [] };
      return readRemoval(app.aws.session(access, region), { stackName });
    },
  );
};
