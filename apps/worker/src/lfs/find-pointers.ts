import { lstat, readFile, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Git } from "../git/git.js";
import { longestPointer, readPointer, type LfsPointer } from "./lfs-pointer.js";

/** `name`: in the repository; `path`: on the disk. */
export type PointerFile = LfsPointer & { name: string; path: string; mode: number };

/** The files of a checkout that `.gitattributes` gives to Git LFS and that are but pointers. `git` has the checkout's files only. */
export async function findPointers(git: Git, root: string): Promise<PointerFile[]> {
  const listed = await git.run(["-C", root, "ls-files", "-z", "--", ":(attr:filter=lfs)"]);
  if (!listed.ok) throw new Error(`The files in Git LFS could not be listed: ${listed.stderr}`);
  const found: PointerFile[] = [];
  const realRoot = await realpath(root);
  for (const name of listed.stdout.split("\0").filter((entry) => entry !== "")) {
    const path = join(realRoot, name);
    const info = await lstat(path).catch(() => null);
    // Behind no link, whatever the repository has made of its folders.
    if (!info?.isFile() || info.size > longestPointer || (await realpath(dirname(path))) !== dirname(path)) continue;
    const pointer = readPointer(await readFile(path, "utf8"));
    if (pointer !== null) found.push({ ...pointer, name, path, mode: info.mode });
  }
  return found;
}
