import { profileSchema } from "@windlass/contracts/user";
import { updateProfile } from "@windlass/operations/user/update-profile";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const updateProfileRoute: FastifyPluginAsyncZod = async (app) => {
  app.put(
    "/api/me/profile",
    {
      config: { permission: "profile:manage" },
      schema: { tags: ["People"], summary: "Say who one is on GitHub", body: profileSchema, response: { 200: profileSchema } },
    },
    (request) => updateProfile(contextOf(request), request.body),
  );
};
