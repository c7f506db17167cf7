// An idle HTTP server with the connections that any such API has: Postgres, Redis, a queue, sockets.
import websocket from "@fastify/websocket";
import { Queue } from "bullmq";
import Fastify from "fastify";
import { Redis } from "ioredis";
import pg from "pg";
import { settingsOfProgram } from "../fork.mjs";

const { databaseUrl, redisUrl } = settingsOfProgram();
const app = Fastify();
await app.register(websocket);
app.get("/", async () => ({}));
await app.listen({ host: "127.0.0.1", port: 0 });
const redis = new Redis(redisUrl);
await redis.ping();
const queue = new Queue("bench-idle", { connection: new Redis(redisUrl) });
await queue.waitUntilReady();
const client = new pg.Client(databaseUrl);
await client.connect();
process.send?.({ type: "ready" });
