import { setupStatusSchema } from "@windlass/contracts/user";
import { needsSetup } from "@windlass/operations/user/needs-setup";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { version } from "../../version.js";

export const readSetupRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/setup",
    {
      config: { public: true },
      schema: { tags: ["Setup"], summary: "Whether the administrator is still to be created", security: [], response: { 200: setupStatusSchema } },
    },
    async () => ({ required: await needsSetup(app.db), sandbox: app.settings.sandboxUrl !== null, version }),
  );
};
