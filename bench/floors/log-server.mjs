// The least that a live log can do: one Redis stream, one reader, each batch sent to all sockets as one frame.
// With `frame: "line"`, as many tools do, a frame for each line. Nothing is stored, checked or masked.
import websocket from "@fastify/websocket";
import Fastify from "fastify";
import { Redis } from "ioredis";
import { settingsOfProgram } from "../fork.mjs";

const { redisUrl, key, frame } = settingsOfProgram();
const app = Fastify();
await app.register(websocket, { options: { perMessageDeflate: false } });
/** @type {Set<import("ws").WebSocket>} */
const sockets = new Set();
app.get("/log", { websocket: true }, (socket) => {
  sockets.add(socket);
  socket.on("close", () => sockets.delete(socket));
});
await app.listen({ host: "127.0.0.1", port: 0 });

const redis = new Redis(redisUrl);
async function follow() {
  for (let last = "$"; ; ) {
    const answer = await redis.xread("COUNT", 1_000, "BLOCK", 1_000, "STREAMS", key, last);
    const entries = answer?.[0]?.[1] ?? [];
    if (entries.length === 0) continue;
    last = entries.at(-1)?.[0] ?? last;
    const lines = entries.map(([, fields]) => fields[1] ?? "");
    const frames = frame === "line" ? lines : [`[${lines.join(",")}]`];
    for (const text of frames) for (const socket of sockets) socket.send(text);
  }
}
void follow();
process.send?.({ type: "ready", url: `ws://127.0.0.1:${app.server.address().port}/log` });
