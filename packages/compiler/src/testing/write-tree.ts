import { chmod, mkdir, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A file's text, an object for its JSON, or what else a path can be. */
export type TreeNode = string | object | { link: string } | { program: string };

/** Writes files, links and programs below a directory, by their paths. */
export async function writeTree(directory: string, tree: Record<string, TreeNode>): Promise<void> {
  for (const [path, node] of Object.entries(tree)) {
    const file = join(directory, path);
    await mkdir(dirname(file), { recursive: true });
    if (typeof node === "string") await writeFile(file, node);
    else if ("link" in node) await symlink(node.link, file);
    else if ("program" in node) {
      await writeFile(file, node.program);
      await chmod(file, 0o755);
    } else await writeFile(file, JSON.stringify(node));
  }
}
