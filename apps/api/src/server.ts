import { randomBytes } from "node:crypto";
import path from "node:path";
import { loadMasterKey } from "@windlass/operations/sealing";
import { readOrCreateSecret } from "@windlass/operations/secret-file";
import { needsSetup } from "@windlass/operations/user/needs-setup";
import type { FastifyInstance } from "fastify";
import { buildApp } from "./app.js";
import { ensureFirstRows } from "./ensure-first-rows.js";
import { readEnv, type Env } from "./env.js";
import type { Settings } from "./settings.js";

/** How long requests under way may take once the process was told to end. */
const drainMs = 10_000;
/** When the start is over. What only the start needed goes back to the system then, not when more memory is wanted some day. */
const settledMs = 3_000;

const env = readEnv(process.env);
const settings = await toSettings(env);
const app = await buildApp(settings);
endOnSignals(app);
await ensureFirstRows(app, env);
const address = await app.listen({ host: env.HOST, port: env.PORT });
setTimeout(() => globalThis.gc?.(), settledMs).unref();
if (await needsSetup(app.db)) {
  const base = settings.publicUrl ?? address;
  app.log.info(`Create the administrator at ${new URL(`/setup?token=${settings.setupToken}`, base).href}`);
}

async function toSettings(from: Env): Promise<Settings> {
  const dataDir = path.resolve(from.WINDLASS_DATA);
  const makeSecret = () => randomBytes(32).toString("hex");
  return {
    databaseUrl: from.DATABASE_URL,
    redisUrl: from.REDIS_URL,
    dataDir,
    masterKey: await loadMasterKey({ dataDir, env: process.env }),
    webhookSecret: from.WINDLASS_WEBHOOK_SECRET ?? (await readOrCreateSecret(path.join(dataDir, "webhook.secret"), makeSecret)),
    setupToken: from.WINDLASS_SETUP_TOKEN ?? randomBytes(24).toString("base64url"),
    sandboxUrl: from.WINDLASS_SANDBOX_URL ?? null,
    sampleRepository: from.WINDLASS_SAMPLE_REPOSITORY ?? null,
    webDir: from.WINDLASS_WEB_DIR ?? null,
    publicUrl: from.WINDLASS_PUBLIC_URL ?? null,
    trustProxy: from.WINDLASS_TRUST_PROXY ?? null,
    allowedHosts: from.WINDLASS_ALLOWED_HOSTS,
    logLevel: from.LOG_LEVEL,
  };
}

/** Ends in good order on the first signal, and at once on the second or when order takes too long. */
function endOnSignals(server: FastifyInstance): void {
  let ending = false;
  const end = (signal: NodeJS.Signals) => {
    if (ending) process.exit(1);
    ending = true;
    server.log.info({ signal }, "ending");
    setTimeout(() => process.exit(1), drainMs).unref();
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        server.log.error({ err: error }, "could not end in good order");
        process.exit(1);
      },
    );
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
}
