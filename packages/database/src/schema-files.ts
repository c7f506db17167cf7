import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { MigrationList } from "@prisma/schema-engine-wasm";

/** The repository's `prisma` folder: three levels up, from `src` as from `dist`. */
const prismaDirectory = fileURLToPath(new URL("../../../prisma/", import.meta.url));

/** The text of `prisma/schema.prisma`. */
export function readSchema(): Promise<string> {
  return readFile(path.join(prismaDirectory, "schema.prisma"), "utf8");
}

/** The migrations in `prisma/migrations`, oldest first, in the form that the schema engine takes. */
export async function readMigrations(): Promise<MigrationList> {
  const baseDir = path.join(prismaDirectory, "migrations");
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const migrationDirectories = await Promise.all(
    names.toSorted().map(async (name) => {
      const value = await readFile(path.join(baseDir, name, "migration.sql"), "utf8");
      return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value } } };
    }),
  );
  const lockfile = { path: "migration_lock.toml", content: await readFile(path.join(baseDir, "migration_lock.toml"), "utf8") };
  return { baseDir, lockfile, shadowDbInitScript: "", migrationDirectories };
}
