import { openDatabase, type Database } from "@windlass/database/database";
import { createTestDatabase } from "@windlass/database/test-database";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { acquireLease } from "../deployment-run/acquire-lease.js";
import { seedDeployment, seedStage } from "../testing/seed-deployment.js";
import { findLostWork } from "./find-lost-work.js";

let db: Database;
let drop: () => Promise<void>;

beforeAll(async () => {
  const created = await createTestDatabase(inject("databaseUrl"));
  drop = created.drop;
  db = openDatabase({ url: created.url });
});
afterAll(async () => {
  await db.close();
  await drop();
});

// PROOFS F01: no worker waits for its own next look, 30 s later, when another one has died.
it("looks again when the lease of a deployment under way would run out, and finds it lost then", async () => {
  const id = await seedDeployment(db, { stageId: await seedStage(db), number: 1 });
  await acquireLease(db.pool, { deploymentId: id, owner: "ada" });
  await db.prisma.deployment.update({ where: { id }, data: { state: "deploying" } });
  const held = await findLostWork(db);
  expect(held.messages).toEqual([]);
  const inMs = (held.nextAt?.getTime() ?? Number.NaN) - Date.now();
  expect(inMs).toBeGreaterThan(5_000);
  expect(inMs).toBeLessThan(10_500);
  await db.pool.query("UPDATE deployments SET lease_expires_at = now() - interval '1 second' WHERE id = $1", [id]);
  expect(await findLostWork(db)).toMatchObject({ messages: [{ key: `deployment:${id}` }], nextAt: null });
});
