// The least that a replay can do: compressed chunks of a log in Postgres, ten in a read, each sent as one frame.
import { gunzipSync, gzipSync } from "node:zlib";
import websocket from "@fastify/websocket";
import Fastify from "fastify";
import pg from "pg";
import { settingsOfProgram } from "../fork.mjs";
import { paddingOfLine } from "../load/printed-lines.mjs";

const { databaseUrl, lines } = settingsOfProgram();
const chunkLines = 500;
const chunksAtOnce = 10;
const client = new pg.Client(databaseUrl);
await client.connect();
await client.query("DROP TABLE IF EXISTS bench_chunks; CREATE TABLE bench_chunks (log int, seq int, body bytea, PRIMARY KEY (log, seq))");
for (let first = 0; first < lines; first += chunkLines) {
  const chunk = Array.from({ length: chunkLines }, (_, index) => JSON.stringify({ s: first + index + 1, t: Date.now(), l: paddingOfLine })).join(",");
  await client.query("INSERT INTO bench_chunks VALUES (1, $1, $2)", [first / chunkLines, gzipSync(chunk, { level: 3 })]);
}

const app = Fastify();
await app.register(websocket, { options: { perMessageDeflate: false } });
app.get("/log", { websocket: true }, async (socket) => {
  for (let from = 0; ; from += chunksAtOnce) {
    const { rows } = await client.query("SELECT body FROM bench_chunks WHERE log = 1 AND seq >= $1 ORDER BY seq LIMIT $2", [from, chunksAtOnce]);
    if (rows.length === 0) return;
    for (const { body } of rows) socket.send(`[${gunzipSync(body).toString()}]`);
  }
});
await app.listen({ host: "127.0.0.1", port: 0 });
process.send?.({ type: "ready", url: `ws://127.0.0.1:${app.server.address().port}/log` });
