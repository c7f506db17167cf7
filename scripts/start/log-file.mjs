import { existsSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

const largestBytes = 10_000_000;

/** The log file of a process. One that has grown large is put aside, the one before it goes. @param {string} dataDir @param {string} name */
export function logFileOf(dataDir, name) {
  const file = join(dataDir, "logs", `${name}.log`);
  if (existsSync(file) && statSync(file).size > largestBytes) renameSync(file, `${file}.1`);
  return file;
}
