// The least that a webhook's receiver can do: Fastify with a bare route that stores one row, one that checks the signature and stores
// the delivery and its message once in one statement, and one that reads JSON and answers.
import { createHmac, timingSafeEqual } from "node:crypto";
import Fastify from "fastify";
import pg from "pg";
import { settingsOfProgram } from "../fork.mjs";

const { databaseUrl, secret } = settingsOfProgram();
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
await pool.query(`DROP TABLE IF EXISTS bench_deliveries, bench_outbox;
  CREATE TABLE bench_deliveries (guid text PRIMARY KEY, event text, received_at timestamptz DEFAULT now(), payload jsonb);
  CREATE TABLE bench_outbox (id bigserial PRIMARY KEY, topic text, payload jsonb, created_at timestamptz DEFAULT now())`);

const app = Fastify({ bodyLimit: 1 << 20 });
app.post("/json", async (request) => ({ ref: request.body.ref }));
app.post("/bare", async (request, reply) => {
  const values = [request.headers["x-github-delivery"], JSON.stringify(request.body)];
  await pool.query({ name: "bare", text: "INSERT INTO bench_deliveries (guid, event, payload) VALUES ($1, 'push', $2)", values });
  return reply.code(202).send({ ok: true });
});
await app.register(async (raw) => {
  raw.removeAllContentTypeParsers();
  raw.addContentTypeParser("application/json", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  raw.post("/hook", async (request, reply) => {
    const mac = createHmac("sha256", secret).update(request.body).digest();
    const signature = Buffer.from((request.headers["x-hub-signature-256"] ?? "").slice(7), "hex");
    if (signature.length !== 32 || !timingSafeEqual(mac, signature)) return reply.code(401).send({});
    const { ref } = JSON.parse(request.body);
    const guid = request.headers["x-github-delivery"];
    await pool.query({
      name: "hook",
      text: `WITH d AS (INSERT INTO bench_deliveries (guid, event, payload) VALUES ($1, 'push', $2) ON CONFLICT DO NOTHING RETURNING guid)
             INSERT INTO bench_outbox (topic, payload) SELECT 'push', $3::jsonb FROM d`,
      values: [guid, request.body.toString(), JSON.stringify({ guid, ref })],
    });
    return reply.code(202).send({ ok: true });
  });
});
await app.listen({ host: "127.0.0.1", port: 0 });
process.send?.({ type: "ready", url: `http://127.0.0.1:${app.server.address().port}` });
