import { deliveryReceiptSchema } from "@windlass/contracts/delivery";
import { WindlassError } from "@windlass/contracts/error";
import { acceptDelivery, type Receipt } from "@windlass/operations/delivery/accept-delivery";
import { splitBitbucketPush } from "@windlass/operations/delivery/providers/bitbucket-push";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { mostDeliveryBytes, takeRawBodies } from "./raw-body.js";
import { shownHeaders } from "./shown-headers.js";
import { isSigned } from "./signature.js";
import { webhookSecretOf } from "./webhook-secret-of.js";

const headersSchema = z.object({
  "x-event-key": z.string().regex(/^[a-z_]{1,30}:[a-z_]{1,30}$/),
  "x-request-uuid": z.string().regex(/^[\w-]{1,100}$/),
});

const events: Record<string, string> = { "repo:push": "push", "diagnostics:ping": "ping" };

/**
 * The webhook of Bitbucket Cloud, https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/. The signature over the very bytes is
 * the permission. A delivery of several refs is stored as one for each.
 */
export const receiveBitbucketRoute: FastifyPluginAsyncZod = async (app) => {
  takeRawBodies(app);
  app.post(
    "/webhooks/bitbucket",
    {
      bodyLimit: mostDeliveryBytes,
      config: { public: true },
      schema: { tags: ["Deliveries"], summary: "Bitbucket's webhook", security: [], response: { 202: deliveryReceiptSchema } },
    },
    async (request, reply) => {
      const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
      const signature = request.headers["x-hub-signature"];
      if (!isSigned(body, { signature: typeof signature === "string" ? signature : undefined, secret: webhookSecretOf("bitbucket", app.settings.webhookSecret) })) {
        throw new WindlassError("signature_invalid", "The delivery is not signed with this server's secret for Bitbucket.");
      }
      const headers = headersSchema.safeParse(request.headers);
      if (!headers.success) throw new WindlassError("invalid_request", "The delivery names no event or has no id.", { hint: "Only Bitbucket's webhooks belong here." });
      const { "x-event-key": key, "x-request-uuid": deliveryId } = headers.data;
      const event = events[key] ?? key.replace(":", "_");
      const receipts: Receipt[] = [];
      for (const [index, part] of partsOf(body.toString("utf8"), event).entries()) {
        const input = { provider: "bitbucket", event, headers: shownHeaders(request.headers), body: part } as const;
        receipts.push(await acceptDelivery(app.db, { ...input, deliveryId: index === 0 ? deliveryId : `${deliveryId}:${index + 1}` }));
      }
      return reply.code(202).send(receipts[0] ?? { id: deliveryId, duplicate: false });
    },
  );
};

/** The bodies to store: the one that was sent, as it is, but for a push of several refs. */
function partsOf(body: string, event: string): string[] {
  if (event !== "push") return [body];
  try {
    const parts = splitBitbucketPush(JSON.parse(body));
    return parts.length < 2 ? [body] : parts.map((part) => JSON.stringify(part));
  } catch {
    return [body];
  }
}
