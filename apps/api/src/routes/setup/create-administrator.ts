import { createHash, timingSafeEqual } from "node:crypto";
import { WindlassError } from "@windlass/contracts/error";
import { createAdministratorSchema } from "@windlass/contracts/user";
import { systemContext } from "@windlass/operations/context";
import { createAdministrator } from "@windlass/operations/user/create-administrator";
import { needsSetup } from "@windlass/operations/user/needs-setup";
import { hashPassword } from "better-auth/crypto";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { guessingLimit } from "../../plugins/rate-limit.js";
import { signInWithPassword } from "../auth/sign-in-with-password.js";
import { noContent } from "../params.js";

/** The first person, made with the one-time token that the server was started with. Signs them in. */
export const createAdministratorRoute: FastifyPluginAsyncZod = async (app) => {
  app.post(
    "/api/setup",
    {
      config: { public: true, rateLimit: guessingLimit },
      schema: {
        tags: ["Setup"],
        summary: "Create the administrator; the answer sets the session's cookie",
        security: [],
        body: createAdministratorSchema,
        response: { 201: noContent },
      },
    },
    async (request, reply) => {
      const { token, name, email, password } = request.body;
      if (!(await needsSetup(app.db))) throw new WindlassError("setup_done", "This instance has its administrator already.");
      if (!isSame(token, app.settings.setupToken)) throw new WindlassError("setup_token_invalid", "The setup link is not the current one.");
      const passwordHash = await hashPassword(password);
      await createAdministrator(systemContext(app.db, "setup"), { name, email, passwordHash });
      await signInWithPassword(request, reply, { email, password });
      return reply.code(201).send(null);
    },
  );
};

function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
