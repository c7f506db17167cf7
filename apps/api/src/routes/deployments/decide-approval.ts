import { approvalSchema, decideApprovalSchema } from "@windlass/contracts/approval";
import { decideApproval } from "@windlass/operations/approval/decide-approval";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { callerOf } from "../../plugins/permission.js";
import { deploymentParams } from "../params.js";

export const decideApprovalRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/services/:service/stages/:stage/deployments/:number/approval",
    {
      config: { permission: "deployment:approve" },
      schema: {
        tags: ["Deployments"],
        summary: "Approve or reject the plan with which a deployment waits",
        params: deploymentParams,
        body: decideApprovalSchema,
        response: { 200: approvalSchema },
      },
    },
    (request) => decideApproval(callerOf(request).context, { deployment: request.params, ...request.body }),
  );
};
