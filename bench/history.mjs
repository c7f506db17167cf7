import { mkdirSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "@windlass/database/database";
import { startPostgres } from "@windlass/local-services/postgres";
import { systemContext } from "@windlass/operations/context";
import { listDeployments } from "@windlass/operations/deployment/list-deployments";
import { makeMigratedDatabase } from "./migrated-database.mjs";
import { newRow, percentile } from "./rows.mjs";

const deployments = 1_000_000;
const atOnce = 100_000;
const limit = 50;
const deepPage = 1_000;
const readsPerRound = 200;

/**
 * A page of the history among a million deployments, against the read of one row by its primary key.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export async function benchHistory({ folder, rounds }) {
  mkdirSync(folder, { recursive: true });
  const postgres = await startPostgres({ dataDir: join(folder, "postgres"), logFile: join(folder, "postgres.log"), volatile: true });
  try {
    const db = openDatabase({ url: await makeMigratedDatabase(postgres.adminUrl, "bench_history") });
    await fill(db);
    const rows = await measure(db, rounds);
    await db.close();
    return rows;
  } finally {
    await postgres.stop();
  }
}

/** @param {import("@windlass/database/database").Database} db @param {number} rounds */
async function measure(db, rounds) {
  const context = systemContext(db, "bench");
  const page = (/** @type {string | undefined} */ cursor) => listDeployments(context, { limit, cursor });
  const first = newRow("P23", "page 1 of 1,000,000 deployments", { goal: 6, peerName: "one row by primary key" });
  const deep = newRow("P23", `page ${deepPage} of the same`, { goal: 1.5, peerName: "page 1" });
  const cursor = await walk(page, first);
  if (offsets().length > 0) first.wrong.push(`OFFSET is used in ${offsets().join(", ")}`);
  const { rows } = await db.pool.query("SELECT id FROM deployments ORDER BY id LIMIT 1 OFFSET 500000");
  const byKey = () => db.pool.query({ name: "by-key", text: "SELECT * FROM deployments WHERE id = $1", values: [rows[0].id] });
  for (let round = 0; round <= rounds; round += 1) {
    const [key, one, thousand] = [[], [], []];
    for (let read = 0; read < readsPerRound; read += 1) {
      key.push(await timed(byKey));
      one.push(await timed(() => page(undefined)));
      thousand.push(await timed(() => page(cursor)));
    }
    // The first round warms all up and does not count.
    if (round === 0) continue;
    first.ours.push(percentile(one, 0.5));
    first.peer.push(percentile(key, 0.5));
    deep.ours.push(percentile(thousand, 0.5));
    deep.peer.push(percentile(one, 0.5));
  }
  return [first, deep];
}

/**
 * Turns the pages up to the deep one, as a reader would: every deployment once and in order. Returns the deep page's cursor.
 * @param {(cursor: string | undefined) => ReturnType<typeof listDeployments>} page @param {import("./rows.mjs").Row} row
 */
async function walk(page, row) {
  let cursor;
  let number = deployments;
  for (let turned = 1; turned < deepPage; turned += 1) {
    const { items, nextCursor } = await page(cursor);
    for (const item of items) {
      if (item.ref !== `r${number}`) row.wrong.push(`Page ${turned} has ${item.ref} where r${number} was due`);
      number -= 1;
    }
    cursor = nextCursor ?? undefined;
  }
  return cursor;
}

/** @param {() => Promise<unknown>} work */
async function timed(work) {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

/** A hundred services with a stage each, and their deployments, the newest with the highest id. @param {import("@windlass/database/database").Database} db */
async function fill(db) {
  const client = await db.pool.connect();
  try {
    await client.query("SET session_replication_role = replica");
    await client.query(`
      INSERT INTO repositories (id, url, normalized_url, provider, default_branch) VALUES (gen_random_uuid(), '/bench', '/bench', 'folder', 'main');
      INSERT INTO aws_accounts (id, name, kind, default_region) VALUES (gen_random_uuid(), 'bench', 'ambient', 'us-east-1');
      INSERT INTO services (id, name, repository_id) SELECT gen_random_uuid(), 'service-' || n, (SELECT id FROM repositories) FROM generate_series(0, 99) n;
      INSERT INTO stages (id, service_id, account_id, name, region) SELECT gen_random_uuid(), s.id, (SELECT id FROM aws_accounts), 'dev', 'us-east-1' FROM services s`);
    // So many at a time that none takes as long as the product lets a statement take.
    for (let from = 1; from <= deployments; from += atOnce) await client.query(`
      WITH place AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS slot FROM stages)
      INSERT INTO deployments (id, stage_id, number, kind, state, trigger, actor_type, actor_id, actor_label, ref, commit_sha, commit_message, created_at, started_at, finished_at)
      SELECT (lpad(to_hex(1700000000000 + n), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid, place.id, 1 + n / 100, 'deploy',
             CASE WHEN n % 10 = 0 THEN 'failed' ELSE 'succeeded' END, 'push', 'user', 'u', 'Somebody', 'r' || n, md5(n::text), 'Change number ' || n,
             now() - (${deployments} - n) * interval '30 seconds', now(), now()
      FROM generate_series(${from}, ${from + atOnce - 1}) n JOIN place ON place.slot = n % 100 ORDER BY n`);
    await client.query("RESET session_replication_role");
    await client.query("VACUUM ANALYZE deployments");
    await client.query("ANALYZE");
  } finally {
    client.release();
  }
}

/** Sources of the product that skip rows by counting them. `OFFSET 0` skips none: it tells the planner where to begin. */
function offsets() {
  const root = join(import.meta.dirname, "..");
  return ["packages/operations/src", "apps/api/src"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && /\bOFFSET\b(?! 0\b)/.test(readFileSync(join(root, folder, file), "utf8")))
      .map((file) => `${folder}/${file}`),
  );
}
