import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "@windlass/database/test-database";
import type { Role } from "@windlass/contracts/permission";
import { systemContext } from "@windlass/operations/context";
import { createAdministrator } from "@windlass/operations/user/create-administrator";
import { createToken } from "@windlass/operations/token/create-token";
import { hashPassword } from "better-auth/crypto";
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from "fastify";
import { uuidv7 } from "uuidv7";
import { inject } from "vitest";
import { buildApp } from "../app.js";
import type { Settings } from "../settings.js";

export const password = "correct horse battery";
export const adminEmail = "ada@example.org";

export type TestApp = {
  app: FastifyInstance;
  settings: Settings;
  /** Listens on a free port and gives its address. */
  listen: () => Promise<string>;
  /** Sends a request without credentials. */
  call: (options: InjectOptions) => Promise<LightMyRequestResponse>;
  /** Sends a request with the token of a person of this role. */
  as: (role: Role, options: InjectOptions) => Promise<LightMyRequestResponse>;
  /** The token of a person of this role; the person is made when asked for first. */
  tokenOf: (role: Role) => Promise<string>;
  close: () => Promise<void>;
};

/** The real API on a database of its own, and the Redis of the test run. */
export async function startTestApp(change: Partial<Settings> = {}): Promise<TestApp> {
  const database = await createTestDatabase(inject("databaseUrl"));
  const settings: Settings = {
    databaseUrl: database.url,
    redisUrl: inject("redisUrl"),
    dataDir: await mkdtemp(join(tmpdir(), "windlass-api-")),
    masterKey: randomBytes(32),
    webhookSecret: randomBytes(16).toString("hex"),
    setupToken: randomBytes(16).toString("hex"),
    sandboxUrl: null,
    sampleRepository: null,
    webDir: null,
    publicUrl: null,
    trustProxy: null,
    allowedHosts: [],
    logLevel: "fatal",
    ...change,
  };
  const app = await buildApp(settings);
  const tokens = new Map<Role, Promise<string>>();
  const tokenOf = (role: Role) => {
    const token = tokens.get(role) ?? makePerson(app, role);
    tokens.set(role, token);
    return token;
  };
  return {
    app,
    settings,
    listen: () => app.listen({ host: "127.0.0.1", port: 0 }),
    call: (options) => app.inject(options),
    tokenOf,
    as: async (role, options) => {
      const authorization = `Bearer ${await tokenOf(role)}`;
      return app.inject({ ...options, headers: { ...options.headers, authorization } });
    },
    close: async () => {
      await app.close();
      await database.drop();
      await rm(settings.dataDir, { recursive: true, force: true });
    },
  };
}

async function makePerson(app: FastifyInstance, role: Role): Promise<string> {
  const id = uuidv7();
  await app.db.prisma.user.create({ data: { id, name: `The ${role}`, email: `${role}@example.org`, role } });
  const context = { db: app.db, actor: { type: "user", id, label: `The ${role}` }, role, userId: id } as const;
  return (await createToken(context, { name: "test", expiresInDays: null })).token;
}

/** Creates the administrator, signs in, and gives the session's cookie. */
export async function signInAsAdministrator({ app }: TestApp): Promise<string> {
  const passwordHash = await hashPassword(password);
  await createAdministrator(systemContext(app.db, "test"), { name: "Ada", email: adminEmail, passwordHash });
  const answer = await app.inject({ method: "POST", url: "/api/auth/sign-in/email", payload: { email: adminEmail, password } });
  const cookie = answer.cookies.find(({ name }) => name.endsWith("windlass_session"));
  if (!cookie) throw new Error(`No session cookie in an answer of ${answer.statusCode}.`);
  return `${cookie.name}=${encodeURIComponent(cookie.value)}`;
}
