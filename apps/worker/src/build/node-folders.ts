import { access, realpath } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/**
 * The folders that a Node installation consists of, for a build to read: the one above `bin` where it is Node's alone, as
 * unpacked and as version managers have it; else, as in somebody's home folder, only the program and its npm.
 */
export async function nodeFolders(program: string): Promise<string[]> {
  const real = await realpath(program);
  const prefix = dirname(dirname(real));
  if (prefix === "/usr" || prefix.startsWith("/usr/")) return [];
  const [isNodes, isHome] = [await exists(join(prefix, "include/node")), homedir().startsWith(prefix)];
  if (isNodes && !isHome) return [prefix];
  return [real, join(dirname(real), "npm"), join(dirname(real), "npx"), join(prefix, "lib/node_modules/npm")];
}

const exists = (path: string): Promise<boolean> => access(path).then(() => true, () => false);
