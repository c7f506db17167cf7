import { deliveryDetailSchema } from "@windlass/contracts/delivery";
import { readDelivery } from "@windlass/operations/delivery/read-delivery";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams } from "../params.js";

export const readDeliveryRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/deliveries/:id",
    {
      config: { permission: "delivery:read" },
      schema: { tags: ["Deliveries"], summary: "One webhook delivery with its headers and payload", params: idParams, response: { 200: deliveryDetailSchema } },
    },
    (request) => readDelivery(contextOf(request), request.params.id),
  );
};
