import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { root } from "./layout.mjs";
import { run, tail } from "./run.mjs";
import { hashFiles, isStamped, stamp } from "./stamp.mjs";

/**
 * Generates the Prisma client. The generator asks for a native schema engine that it never starts: any file that
 * exists saves the download.
 * @param {AbortSignal} signal @returns {Promise<string>} what was done, in words
 */
export async function generatePrisma(signal) {
  const schema = join(root, "prisma/schema.prisma");
  const database = join(root, "packages/database");
  const hash = hashFiles([schema, join(database, "package.json")]);
  const stampFile = join(database, "src/generated/.stamp");
  if (isStamped(stampFile, hash)) return "up to date";
  const cli = join(database, "node_modules/prisma/build/index.js");
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" };
  const { code, output } = await run(process.execPath, [cli, "generate", "--schema", schema], { cwd: database, env, signal });
  if (code !== 0) throw new Failure(`The Prisma client could not be generated:\n${tail(output)}`, "The lines above are Prisma's own.");
  stamp(stampFile, hash);
  return "from prisma/schema.prisma";
}
