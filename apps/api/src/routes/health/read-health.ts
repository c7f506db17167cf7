import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";

/** Whether the process lives. It says nothing of what it needs, so that nobody restarts it for a database's sake. */
export const readHealthRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/healthz",
    {
      config: { public: true },
      logLevel: "warn",
      schema: { tags: ["Health"], summary: "Whether the process lives", security: [], response: { 200: z.object({ status: z.literal("ok") }) } },
    },
    () => ({ status: "ok" as const }),
  );
};
