import { createHash, timingSafeEqual } from "node:crypto";
import { deliveryReceiptSchema } from "@windlass/contracts/delivery";
import { WindlassError } from "@windlass/contracts/error";
import { acceptDelivery } from "@windlass/operations/delivery/accept-delivery";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import { mostDeliveryBytes, takeRawBodies } from "./raw-body.js";
import { shownHeaders } from "./shown-headers.js";
import { signedId } from "./standard-signature.js";
import { gitlabSigningToken, webhookSecretOf } from "./webhook-secret-of.js";

const id = z.string().regex(/^[\w-]{1,100}$/);
const headersSchema = z.object({
  "x-gitlab-event": z.string().regex(/^[A-Za-z ]{1,60}$/),
  /** The same when a delivery is sent again; older GitLabs have only the id of what happened. */
  "idempotency-key": id.optional(),
  "x-gitlab-event-uuid": id.optional(),
});

const events: Record<string, string> = { "Push Hook": "push", "Tag Push Hook": "push", "Merge Request Hook": "merge_request", "Note Hook": "note" };

/**
 * GitLab's webhook, https://docs.gitlab.com/user/project/integrations/webhooks/. The secret token is the permission, or a signature over the very
 * bytes, the time and the delivery's id where the webhook has a signing token.
 */
export const receiveGitlabRoute: FastifyPluginAsyncZod = async (app) => {
  takeRawBodies(app);
  app.post(
    "/webhooks/gitlab",
    {
      bodyLimit: mostDeliveryBytes,
      config: { public: true },
      schema: { tags: ["Deliveries"], summary: "GitLab's webhook", security: [], response: { 202: deliveryReceiptSchema } },
      onRequest: async (request) => {
        // Before the body is read, unless that is signed.
        if (!bringsToken(app, request) && request.headers["webhook-signature"] === undefined) throw notGenuine();
      },
    },
    async (request, reply) => {
      const body = request.body instanceof Buffer ? request.body : Buffer.alloc(0);
      const { data: headers } = headersSchema.safeParse(request.headers);
      const hasToken = bringsToken(app, request);
      const signed = hasToken ? null : signedId(body, { headers: request.headers, token: gitlabSigningToken(app.settings.webhookSecret), nowMs: Date.now() });
      if (signed === null && !hasToken) throw notGenuine();
      // Of what is signed the id that was signed, so that it cannot be sent again under another.
      const deliveryId = signed === null ? (headers?.["idempotency-key"] ?? headers?.["x-gitlab-event-uuid"]) : id.safeParse(signed).data;
      if (headers === undefined || deliveryId === undefined) throw new WindlassError("invalid_request", "The delivery names no event or has no id.", { hint: "Only GitLab's webhooks belong here." });
      const event = events[headers["x-gitlab-event"]] ?? headers["x-gitlab-event"].toLowerCase().replaceAll(" ", "_");
      const receipt = await acceptDelivery(app.db, { provider: "gitlab", event, deliveryId, headers: shownHeaders(request.headers), body: body.toString("utf8") });
      return reply.code(202).send(receipt);
    },
  );
};

function bringsToken(app: FastifyInstance, { headers }: FastifyRequest): boolean {
  const given = headers["x-gitlab-token"];
  return typeof given === "string" && isSame(given, webhookSecretOf("gitlab", app.settings.webhookSecret));
}

function notGenuine(): WindlassError {
  return new WindlassError("signature_invalid", "The delivery neither brings this server's secret token for GitLab nor is signed with its signing token.");
}

/** Compared by their hashes, so that the time says neither length nor beginning. */
function isSame(given: string, secret: string): boolean {
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(secret));
}
