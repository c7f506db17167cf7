import { webhookSettingsSchema } from "@windlass/contracts/delivery";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { gitlabSigningToken, webhookSecretOf } from "../webhooks/webhook-secret-of.js";

export const readWebhookRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/settings/webhook",
    {
      config: { permission: "settings:manage" },
      schema: { tags: ["Settings"], summary: "Addresses and secrets to give to GitHub, GitLab and Bitbucket", response: { 200: webhookSettingsSchema } },
    },
    async (request) => {
      const { publicUrl, webhookSecret } = app.settings;
      const base = publicUrl ?? `${request.protocol}://${request.host}`;
      const others = (["gitlab", "bitbucket"] as const).map((provider) => ({
        provider,
        url: new URL(`/webhooks/${provider}`, base).href,
        secret: webhookSecretOf(provider, webhookSecret),
        signingToken: provider === "gitlab" ? gitlabSigningToken(webhookSecret) : null,
      }));
      return { url: new URL("/webhooks/github", base).href, secret: webhookSecret, contentType: "application/json" as const, others };
    },
  );
};
