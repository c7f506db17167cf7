import { hkdfSync } from "node:crypto";
import type { Database } from "@windlass/database/database";
import { betterAuth } from "better-auth/minimal";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { uuidv7 } from "uuidv7";

export type AuthOptions = { prisma: Database["prisma"]; masterKey: Buffer; publicUrl: string | null };

const daySeconds = 86_400;

/**
 * Sign-in by e-mail address and password. People are made by the setup route; better-auth itself lets nobody sign
 * up, and its HTTP handler is not mounted: our routes call what they need of it.
 */
export function createAuth({ prisma, masterKey, publicUrl }: AuthOptions) {
  const overTls = publicUrl?.startsWith("https://") === true;
  return betterAuth({
    baseURL: publicUrl ?? "http://localhost",
    basePath: "/api/auth",
    secret: Buffer.from(hkdfSync("sha256", masterKey, "", "windlass session cookie", 32)).toString("base64"),
    database: prismaAdapter(prisma, { provider: "postgresql" }),
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 12, maxPasswordLength: 128 },
    user: { additionalFields: { role: { type: "string", required: true, defaultValue: "viewer", input: false } } },
    account: { modelName: "identity" },
    session: { expiresIn: 7 * daySeconds, updateAge: daySeconds },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      database: { generateId: () => uuidv7() },
      useSecureCookies: false,
      cookies: {
        session_token: {
          // The prefix makes browsers refuse the cookie from another host, path or over plain HTTP.
          name: overTls ? "__Host-windlass_session" : "windlass_session",
          attributes: { httpOnly: true, sameSite: "lax", path: "/", secure: overTls },
        },
      },
    },
  });
}

export type Auth = ReturnType<typeof createAuth>;
