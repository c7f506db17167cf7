import { auditEventSchema } from "@windlass/contracts/home";
import { pageQuerySchema, pageSchema } from "@windlass/contracts/page";
import { listAuditEvents } from "@windlass/operations/audit/list-audit-events";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const listAuditEventsRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/audit-events",
    {
      config: { permission: "audit:read" },
      schema: { tags: ["Audit"], summary: "What was done and by whom, newest first", querystring: pageQuerySchema, response: { 200: pageSchema(auditEventSchema) } },
    },
    (request) => listAuditEvents(contextOf(request), request.query),
  );
};
