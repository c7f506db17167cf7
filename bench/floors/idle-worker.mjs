// An idle queue worker with the libraries that any such worker has loaded: Postgres, three AWS clients, a logger.
import { createRequire } from "node:module";
import { Worker } from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import { settingsOfProgram } from "../fork.mjs";

const { databaseUrl, redisUrl } = settingsOfProgram();
// The versions that the product uses.
const ofAws = createRequire(new URL("../../packages/aws/package.json", import.meta.url));
for (const client of ["cloudformation", "s3", "lambda"]) await import(ofAws.resolve(`@aws-sdk/client-${client}`));
await import(createRequire(new URL("../../apps/worker/package.json", import.meta.url)).resolve("pino"));
const worker = new Worker("bench-idle", async () => undefined, { connection: new Redis(redisUrl, { maxRetriesPerRequest: null }) });
await worker.waitUntilReady();
const client = new pg.Client(databaseUrl);
await client.connect();
process.send?.({ type: "ready" });
