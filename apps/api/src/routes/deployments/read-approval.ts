import { approvalSchema } from "@windlass/contracts/approval";
import { readApproval } from "@windlass/operations/approval/read-approval";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { callerOf } from "../../plugins/permission.js";
import { deploymentParams } from "../params.js";

export const readApprovalRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/services/:service/stages/:stage/deployments/:number/approval",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Deployments"], summary: "Who has approved a plan, who is missing, and whether the caller may decide", params: deploymentParams, response: { 200: approvalSchema } },
    },
    (request) => readApproval(callerOf(request).context, request.params),
  );
};
