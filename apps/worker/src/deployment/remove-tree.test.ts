import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { removeTree } from "./remove-tree.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-tree-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("removing a tree", () => {
  it("takes everything in it, and follows no link out of it", async () => {
    const tree = join(folder, "tree");
    await mkdir(join(tree, "a/b/c"), { recursive: true });
    await mkdir(join(tree, "empty"));
    await writeFile(join(folder, "outside"), "stays");
    await writeFile(join(tree, "a/b/c/file"), "");
    await symlink(folder, join(tree, "a/link"));
    await symlink("/there/is/nothing", join(tree, "a/broken"));
    await removeTree(tree);
    expect([existsSync(tree), readFileSync(join(folder, "outside"), "utf8")]).toEqual([false, "stays"]);
    await removeTree(tree);
  });

  // PROOFS S32: a build that made as many files as it may is cleaned up after while others go on.
  // PROOFS S32: a build that made as many files as it may is cleaned up after while others go on.
  it("of many files lets others have the disk meanwhile", { timeout: 30_000 }, async () => {
    const tree = join(folder, "many");
    await mkdir(tree);
    for (let index = 0; index < 1_000; index += 1) writeFileSync(join(tree, String(index)), "");
    let isOver = false;
    const removing = removeTree(tree).then(() => (isOver = true));
    let most = 0;
    while (!isOver) {
      await stat(folder);
      most = Math.max(most, process.getActiveResourcesInfo().filter((kind) => kind.startsWith("FSReq")).length);
    }
    await removing;
    expect(most).toBeLessThan(50);
    expect(existsSync(tree)).toBe(false);
  });
});
