import { deliverySchema, processAgainSchema } from "@windlass/contracts/delivery";
import { processAgain } from "@windlass/operations/delivery/process-again";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";
import { idParams } from "../params.js";

export const processDeliveryRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/deliveries/:id/process",
    {
      config: { permission: "delivery:process" },
      schema: {
        tags: ["Deliveries"],
        summary: "Process a stored delivery again, by the rules of now",
        params: idParams,
        body: processAgainSchema,
        response: { 202: deliverySchema },
      },
    },
    async (request, reply) => reply.code(202).send(await processAgain(contextOf(request), { id: request.params.id, ...request.body })),
  );
};
