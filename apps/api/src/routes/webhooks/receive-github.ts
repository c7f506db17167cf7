import { deliveryReceiptSchema } from "@windlass/contracts/delivery";
import { WindlassError } from "@windlass/contracts/error";
import { acceptDelivery } from "@windlass/operations/delivery/accept-delivery";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { isGenuine } from "./is-genuine.js";
import { mostDeliveryBytes, takeRawBodies } from "./raw-body.js";
import { shownHeaders } from "./shown-headers.js";

const headersSchema = z.object({
  "x-github-event": z.string().regex(/^[a-z_]{1,60}$/),
  "x-github-delivery": z.string().regex(/^[\w-]{1,100}$/),
});

/**
 * GitHub's webhook. In this order: the body is bounded, its signature is checked over the very bytes, the delivery is
 * stored with the message that has it processed, GitHub is answered. The signature is the permission.
 */
export const receiveGithubRoute: FastifyPluginAsyncZod = async (app) => {
  takeRawBodies(app);
  app.post(
    "/webhooks/github",
    {
      bodyLimit: mostDeliveryBytes,
      config: { public: true },
      schema: { tags: ["Deliveries"], summary: "GitHub's webhook", security: [], response: { 202: deliveryReceiptSchema } },
    },
    async (request, reply) => {
      const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
      if (!(await isGenuine(app, { body, headers: request.headers }))) {
        throw new WindlassError("signature_invalid", "The delivery is not signed with this server's webhook secret, nor with that of a connected GitHub App.");
      }
      const headers = headersSchema.safeParse(request.headers);
      if (!headers.success) throw new WindlassError("invalid_request", "The delivery names no event or has no id.", { hint: "Only GitHub's webhooks belong here." });
      const receipt = await acceptDelivery(app.db, {
        provider: "github",
        event: headers.data["x-github-event"],
        deliveryId: headers.data["x-github-delivery"],
        headers: shownHeaders(request.headers),
        body: body.toString("utf8"),
      });
      return reply.code(202).send(receipt);
    },
  );
};
