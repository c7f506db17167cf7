import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * The commit of a branch of a repository on this server, from the file in which git keeps it (gitrepository-layout),
 * without the time that a process takes. Null where only git can say: another machine's repository, a branch in
 * `packed-refs` or in a reftable, a linked working tree.
 */
export async function readLocalBranch({ url, name }: { url: string; name: string }): Promise<string | null> {
  // No part of a branch's name begins with a dot (git-check-ref-format), so none leads out of the folder.
  const isName = name.split("/").every((part) => part !== "" && !part.startsWith("."));
  if (!url.startsWith("/") || !isName) return null;
  for (const directory of [join(url, ".git"), url]) {
    const text = await readFile(join(directory, "refs/heads", name), "utf8").catch(() => "");
    if (/^[0-9a-f]{40}\n$/.test(text)) return text.trim();
  }
  return null;
}
