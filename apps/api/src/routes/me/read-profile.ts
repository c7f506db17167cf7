import { profileSchema } from "@windlass/contracts/user";
import { readProfile } from "@windlass/operations/user/read-profile";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const readProfileRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/me/profile",
    {
      config: { permission: "profile:manage" },
      schema: { tags: ["People"], summary: "What the caller has said of themselves", response: { 200: profileSchema } },
    },
    (request) => readProfile(contextOf(request)),
  );
};
