import { meSchema } from "@windlass/contracts/user";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { callerOf } from "../../plugins/permission.js";
import { toMe } from "./to-me.js";

export const readMeRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/me",
    {
      config: { permission: "service:read" },
      schema: { tags: ["People"], summary: "Who is signed in", response: { 200: meSchema } },
    },
    async (request) => toMe(callerOf(request)),
  );
};
