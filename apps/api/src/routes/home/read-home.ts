import { homeSchema } from "@windlass/contracts/home";
import { readHome } from "@windlass/operations/home/read-home";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const readHomeRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/home",
    {
      config: { permission: "service:read" },
      schema: { tags: ["Home"], summary: "What the home page shows", response: { 200: homeSchema } },
    },
    async (request) => {
      const { sampleRepository, sandboxUrl } = app.settings;
      return { ...(await readHome(contextOf(request))), sampleAvailable: sampleRepository !== null && sandboxUrl !== null };
    },
  );
};
