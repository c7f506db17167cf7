import { channels } from "@windlass/contracts/job";
import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { authenticate } from "./authentication/authenticate.js";
import type { Caller } from "./authentication/caller.js";
import { createAuth, sessionCookieOf, type Auth } from "./authentication/create-auth.js";
import { isSafe } from "./authentication/is-safe.js";
import { createKnownCallers } from "./authentication/known-callers.js";

declare module "fastify" {
  interface FastifyInstance {
    auth: Auth;
    /**
     * Who makes a request; null for nobody. Asks the database for each write, and for reads where it has not told within half a second:
     * what it notifies of, and whatever is written here, makes it asked again.
     */
    authenticate(request: FastifyRequest): Promise<Caller | null>;
  }
}

export type AuthenticationOptions = { masterKey: Buffer; publicUrl: string | null };

/** Sessions of people and tokens of programs. */
export const authentication = fastifyPlugin(async function authentication(app: FastifyInstance, options: AuthenticationOptions) {
  const auth = createAuth({ prisma: app.db.prisma, ...options });
  app.decorate("auth", auth);
  const cookie = sessionCookieOf(options);
  const known = createKnownCallers<Caller>();
  app.decorate("authenticate", (request) => {
    const ask = () => authenticate({ db: app.db, auth, cookie }, request);
    const credential = isSafe(request) ? credentialOf(request) : null;
    return credential === null ? ask() : known.find(credential, ask);
  });
  app.hear({ channel: channels.access, onNotification: () => known.forget(), onMissed: () => known.forget() });
  // Whoever has the answer to a sign-out knows that it is one.
  app.addHook("onSend", async (request) => {
    if (!isSafe(request)) known.forget();
  });
});

/** What a caller is known by; null where there is nothing. */
function credentialOf({ headers: { authorization, cookie } }: FastifyRequest): string | null {
  if (authorization !== undefined) return `authorization: ${authorization}`;
  return cookie === undefined ? null : `cookie: ${cookie}`;
}
