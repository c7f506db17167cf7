import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, join } from "node:path";

/** The path of a program that a PATH has, or null. */
export async function findOnPath(name: string, path = ""): Promise<string | null> {
  for (const directory of path.split(delimiter).filter((entry) => entry.startsWith("/"))) {
    const candidate = join(directory, name);
    const isProgram = await access(candidate, constants.X_OK).then(() => stat(candidate), () => null);
    if (isProgram?.isFile()) return candidate;
  }
  return null;
}
