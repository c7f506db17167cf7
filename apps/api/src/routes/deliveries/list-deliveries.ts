import { deliveryQuerySchema, deliverySchema } from "@windlass/contracts/delivery";
import { pageSchema } from "@windlass/contracts/page";
import { listDeliveries } from "@windlass/operations/delivery/list-deliveries";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const listDeliveriesRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/deliveries",
    {
      config: { permission: "delivery:read" },
      schema: { tags: ["Deliveries"], summary: "Webhook deliveries, newest first, and what each led to", querystring: deliveryQuerySchema, response: { 200: pageSchema(deliverySchema) } },
    },
    (request) => listDeliveries(contextOf(request), request.query),
  );
};
