import { webhookSettingsSchema } from "@windlass/contracts/delivery";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";

export const readWebhookRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/settings/webhook",
    {
      config: { permission: "settings:manage" },
      schema: { tags: ["Settings"], summary: "Address and secret to give to GitHub", response: { 200: webhookSettingsSchema } },
    },
    async (request) => {
      const { publicUrl, webhookSecret } = app.settings;
      const base = publicUrl ?? `${request.protocol}://${request.host}`;
      return { url: new URL("/webhooks/github", base).href, secret: webhookSecret, contentType: "application/json" as const };
    },
  );
};
