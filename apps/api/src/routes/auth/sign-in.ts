import { signInSchema } from "@windlass/contracts/user";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { guessingLimit } from "../../plugins/rate-limit.js";
import { noContent } from "../params.js";
import { signInWithPassword } from "./sign-in-with-password.js";

export const signInRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/auth/sign-in/email",
    {
      config: { public: true, rateLimit: guessingLimit },
      schema: { tags: ["People"], summary: "Sign in; the answer sets the session's cookie", security: [], body: signInSchema, response: { 204: noContent } },
    },
    async (request, reply) => {
      await signInWithPassword(request, reply, request.body);
      return reply.code(204).send(null);
    },
  );
};
