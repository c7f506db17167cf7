import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The path of the first of `names` that the PATH has, or null. Debian keeps servers in sbin, which a user's PATH may lack. */
export function findProgram(names: readonly string[], path = process.env.PATH ?? ""): string | null {
  const directories = [...path.split(delimiter), "/usr/local/bin", "/opt/homebrew/bin", "/usr/sbin"].filter(Boolean);
  for (const name of names) {
    const found = directories.map((directory) => join(directory, name)).find(isExecutable);
    if (found) return found;
  }
  return null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
