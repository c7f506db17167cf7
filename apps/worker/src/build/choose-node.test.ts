import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chooseNode } from "./choose-node.js";
import { findInstalledNodes } from "./find-installed-nodes.js";
import { findWantedNode, rangeOf } from "./wanted-node.js";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-node-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
  return path;
}

describe("the Node that a repository asks for", () => {
  it.each([
    ["v20.11.1", "20.11.1"], ["20", ">=20.0.0 <21.0.0-0"], ["lts/iron", "20"], ["lts/*", "20 || 22 || 24 || 26 || 28"], ["node", "*"],
    [">=18 <23", ">=18.0.0 <23.0.0-0"], ["node-v22.1.0", "22.1.0"], ["nonsense", null], ["$(reboot)", null],
  ])("reads %s as %s", (text, range) => expect(rangeOf(text)).toBe(range));

  it("looks in the service's directory first, and then above it", async () => {
    await write("mono/.nvmrc", "18\n");
    await write("mono/a/.node-version", "# ours\n22.3.0\n");
    await write("mono/b/package.json", '{"engines":{"node":">=20"}}');
    await write("mono/c/package.json", "not JSON");
    await symlink("/etc/hostname", join(folder, "mono/c/.nvmrc"));
    const find = (directory: string) => findWantedNode({ root: join(folder, "mono"), directory: join(folder, "mono", directory) });
    expect(await find("a")).toEqual({ range: "22.3.0", file: "a/.node-version", text: "22.3.0" });
    expect(await find("b")).toEqual({ range: ">=20.0.0", file: "b/package.json", text: ">=20" });
    expect(await find("c")).toMatchObject({ file: ".nvmrc", text: "18" });
    expect(await findWantedNode({ root: join(folder, "mono/b"), directory: join(folder, "mono/b") })).toMatchObject({ text: ">=20" });
  });
});

describe("the Node that a build gets", () => {
  const own = { version: "20.20.2", program: "/usr/bin/node" };
  const newer = { version: "22.9.0", program: "/opt/22.9/bin/node" };
  const newest = { version: "22.12.0", program: "/opt/22.12/bin/node" };
  const want = (text: string) => ({ range: rangeOf(text) ?? "", file: ".nvmrc", text });

  it("is the worker's own where it fits, else the newest that does", () => {
    expect(chooseNode(want(">=18"), [own, newer, newest])).toMatchObject({ node: own, level: "info" });
    expect(chooseNode(want("22"), [own, newer, newest])).toMatchObject({ node: newest, text: "Node 22.12.0: .nvmrc asks for 22." });
    expect(chooseNode(null, [own, newer])).toMatchObject({ node: own, level: "info" });
  });

  it("is the worker's own with a warning when none fits", () => {
    const chosen = chooseNode(want("18"), [own, newer]);
    expect(chosen).toMatchObject({ node: own, level: "warn" });
    expect(chosen.text).toMatch(/asks for 18.*20\.20\.2, 22\.9\.0.*WINDLASS_NODE_DIRS/);
  });

  it("is found in folders that are named, and where version managers have it", async () => {
    for (const [name, version] of Object.entries({ "named/current": "v21.5.0", "home/.nvm/versions/node/v18.1.0": "-", "home/.local/share/fnm/node-versions/v22.2.0/installation": "-" })) {
      await chmod(await write(`${name}/bin/node`, `#!/bin/sh\necho ${version}\n`), 0o755);
    }
    const found = await findInstalledNodes([join(folder, "named")], join(folder, "home"));
    expect(found.map(({ version }) => version)).toEqual([process.versions.node, "21.5.0", "18.1.0", "22.2.0"]);
    expect((await findInstalledNodes([join(folder, "named/current")], "/nowhere")).map(({ version }) => version)).toEqual([process.versions.node, "21.5.0"]);
  });
});
