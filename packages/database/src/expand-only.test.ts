import { describe, expect, it } from "vitest";
import { readMigrations } from "./schema-files.js";
import { findContractions } from "./testing/find-contractions.js";

/** Migrations that take something away, and why the version before can stand it all the same. */
const reviewed: Record<string, string> = {
  "20261128220100_deliveries_again": "the version before names no index in a conflict; two rows of one delivery are told apart by their run",
  "20261128230100_events_as_written": "jsonb is written and read as json is; the worker names its columns",
  "20261129090000_keys_of_deployments": "rows without a key never stood in each other's way; the version before names no index in a conflict",
  "20261129083000_github_logins": "the version before writes nothing into the column, which is new",
};

// PROOFS F29: workers and APIs of the version before run while migrations are applied, and after.
describe("migrations only add, so that the version before goes on working", async () => {
  const { migrationDirectories } = await readMigrations();

  it.each(migrationDirectories.map(({ path, migrationFile }) => [path, migrationFile.content.tag === "ok" ? migrationFile.content.value : ""]))("%s", (name, sql) => {
    expect(sql).not.toBe("");
    expect(reviewed[name] === undefined ? findContractions(sql) : []).toEqual([]);
  });
});

describe("what a migration takes away is found", () => {
  it.each([
    ['ALTER TABLE "stages" DROP COLUMN "region"'],
    ['DROP TABLE "stages"'],
    ['ALTER TABLE "stages" RENAME COLUMN "region" TO "place"'],
    ['ALTER TABLE "stages" ALTER COLUMN "region" SET NOT NULL'],
    ['ALTER TABLE "events" ALTER COLUMN "payload" SET DATA TYPE JSON'],
    ['ALTER TABLE "stages" ADD COLUMN "a" TEXT NOT NULL DEFAULT \'\', ADD COLUMN "b" TEXT NOT NULL'],
    ['CREATE UNIQUE INDEX "stages_region_key" ON "stages"("region")'],
    ['DROP INDEX "stages_service_id_name_key"'],
    ['ALTER TABLE "stages" ADD CONSTRAINT "short" CHECK (length(region) < 3)'],
    ["DROP TRIGGER outbox_notify ON outbox"],
  ])("%s", (sql) => {
    expect(findContractions(`-- Why.\n${sql};\n`)).toHaveLength(1);
  });

  it.each([
    ['CREATE TABLE "a" ("id" UUID NOT NULL, CONSTRAINT "a_pkey" PRIMARY KEY ("id")); CREATE UNIQUE INDEX "a_id_key" ON "a"("id"); ALTER TABLE "a" ADD CONSTRAINT "c" CHECK (true)'],
    ['ALTER TABLE "stages" ADD COLUMN "a" TEXT, ADD COLUMN "b" TEXT NOT NULL DEFAULT \'\''],
    ["DROP TRIGGER t ON outbox; CREATE TRIGGER t AFTER INSERT ON outbox FOR EACH STATEMENT EXECUTE FUNCTION f()"],
    ['DROP INDEX "stages_region_idx"; CREATE INDEX "stages_region_name_idx" ON "stages"("region", "name")'],
    ["CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM events; RENAME; RETURN NULL; END $$"],
  ])("and what it adds is not: %s", (sql) => {
    expect(findContractions(`${sql};\n`)).toEqual([]);
  });
});
