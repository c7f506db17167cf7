// The least that an HTTP server with a database can do: Fastify, one prepared statement, one row.
import Fastify from "fastify";
import pg from "pg";
import { settingsOfProgram } from "../fork.mjs";

const { databaseUrl } = settingsOfProgram();
const pool = new pg.Pool({ connectionString: databaseUrl, max: 20 });
await pool.query(`DROP TABLE IF EXISTS bench_rows; CREATE TABLE bench_rows (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(), service text, stage text, state text DEFAULT 'queued', ref text, created_at timestamptz DEFAULT now())`);
await pool.query("INSERT INTO bench_rows (service, stage, ref) SELECT 'service-' || n, 'dev', 'main' FROM generate_series(1, 1000) n");
const { rows } = await pool.query("SELECT id FROM bench_rows LIMIT 1");

const app = Fastify();
app.get("/rows/:id", async (request) => {
  const found = await pool.query({ name: "read", text: "SELECT * FROM bench_rows WHERE id = $1", values: [request.params.id] });
  return found.rows[0];
});
app.post("/rows", async (request, reply) => {
  const { service, stage, ref } = request.body;
  const made = await pool.query({ name: "write", text: "INSERT INTO bench_rows (service, stage, ref) VALUES ($1, $2, $3) RETURNING *", values: [service, stage, ref] });
  return reply.code(202).send(made.rows[0]);
});
await app.listen({ host: "127.0.0.1", port: 0 });
process.send?.({ type: "ready", url: `http://127.0.0.1:${app.server.address().port}`, id: rows[0].id });
