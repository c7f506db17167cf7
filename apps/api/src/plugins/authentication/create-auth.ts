import { hkdfSync } from "node:crypto";
import type { Database } from "@windlass/database/database";
import { betterAuth } from "better-auth/minimal";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { uuidv7 } from "uuidv7";
import type { SessionCookie } from "./session-cookie.js";

export type AuthOptions = { prisma: Database["prisma"]; masterKey: Buffer; publicUrl: string | null };

const daySeconds = 86_400;
const sessionSeconds = 7 * daySeconds;
/** So long after a session began, or was made longer, its next request makes it longer. */
const renewedAfterSeconds = daySeconds;
/** A session that has less than this left is due to be made longer. */
export const dueWhenLeftSeconds = sessionSeconds - renewedAfterSeconds;

/** The cookie of sessions, as better-auth signs it. */
export function sessionCookieOf({ masterKey, publicUrl }: Pick<AuthOptions, "masterKey" | "publicUrl">): SessionCookie {
  // The prefix makes browsers refuse the cookie from another host, path or over plain HTTP.
  const name = publicUrl?.startsWith("https://") === true ? "__Host-windlass_session" : "windlass_session";
  return { name, secret: Buffer.from(hkdfSync("sha256", masterKey, "", "windlass session cookie", 32)).toString("base64") };
}

/**
 * Sign-in by e-mail address and password. People are made by the setup route; better-auth itself lets nobody sign
 * up, and its HTTP handler is not mounted: our routes call what they need of it.
 */
export function createAuth({ prisma, masterKey, publicUrl }: AuthOptions) {
  const overTls = publicUrl?.startsWith("https://") === true;
  const cookie = sessionCookieOf({ masterKey, publicUrl });
  return betterAuth({
    baseURL: publicUrl ?? "http://localhost",
    basePath: "/api/auth",
    secret: cookie.secret,
    database: prismaAdapter(prisma, { provider: "postgresql" }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    user: { additionalFields: { role: { type: "string", required: true, defaultValue: "viewer", input: false } } },
    account: { modelName: "identity" },
    session: { expiresIn: sessionSeconds, updateAge: renewedAfterSeconds },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      database: { generateId: () => uuidv7() },
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: cookie.name,
          attributes: { httpOnly: true, sameSite: "lax", path: "/", secure: overTls },
        },
      },
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;
