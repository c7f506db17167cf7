import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { authenticate } from "./authentication/authenticate.js";
import type { Caller } from "./authentication/caller.js";
import { createAuth, sessionCookieOf, type Auth } from "./authentication/create-auth.js";

declare module "fastify" {
  interface FastifyInstance {
    auth: Auth;
    /** Who makes a request; null for nobody. Asks the database, so that a session that has ended is ended. */
    authenticate(request: FastifyRequest): Promise<Caller | null>;
  }
}

export type AuthenticationOptions = { masterKey: Buffer; publicUrl: string | null };

/** Sessions of people and tokens of programs. */
export const authentication = fastifyPlugin(async function authentication(app: FastifyInstance, options: AuthenticationOptions) {
  const auth = createAuth({ prisma: app.db.prisma, ...options });
  app.decorate("auth", auth);
  const cookie = sessionCookieOf(options);
  app.decorate("authenticate", (request) => authenticate({ db: app.db, auth, cookie }, request));
});
