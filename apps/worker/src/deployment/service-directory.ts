import { realpath, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { WindlassError } from "@windlass/contracts/error";

/** The service's directory; a link must not lead out of the repository. Throws `directory_not_found`. */
export async function findServiceDirectory(root: string, rootDirectory: string): Promise<string> {
  const directory = join(root, rootDirectory);
  const found = await stat(directory).catch(() => null);
  if (!found?.isDirectory()) {
    throw new WindlassError("directory_not_found", `The commit has no directory "${rootDirectory}".`);
  }
  const fromRoot = relative(await realpath(root), await realpath(directory));
  if (fromRoot.startsWith("..")) {
    throw new WindlassError("directory_not_found", `The directory "${rootDirectory}" is a link out of the repository.`);
  }
  return directory;
}
