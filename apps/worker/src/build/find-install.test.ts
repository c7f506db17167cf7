import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findInstall } from "./find-install.js";

let folder: string;
let counter = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-install-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes files below a new root and looks from `directory`. */
async function find(files: Record<string, unknown>, directory = "") {
  counter += 1;
  const root = join(folder, String(counter));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  await mkdir(join(root, directory), { recursive: true });
  const install = await findInstall({ root, directory: join(root, directory) });
  return install.kind === "install" ? { command: [install.program, ...install.args].join(" "), in: install.cwd.slice(root.length) } : install;
}

const dependencies = { dependencies: { lodash: "4.17.21" } };

describe("finding how dependencies are installed", () => {
  it("does nothing without a package.json, without dependencies, or without a lockfile, and says which", async () => {
    expect(await find({})).toMatchObject({ kind: "nothing", level: "info" });
    expect(await find({ "package.json": { name: "x" }, "package-lock.json": {} })).toMatchObject({ kind: "nothing", level: "info" });
    expect(await find({ "package.json": dependencies })).toMatchObject({ kind: "nothing", level: "warn", reason: expect.stringContaining("lockfile") });
  });

  it.each([
    [{ "package.json": dependencies, "package-lock.json": {} }, "npm ci"],
    [{ "package.json": dependencies, "npm-shrinkwrap.json": {} }, "npm ci"],
    [{ "package.json": dependencies, "pnpm-lock.yaml": "" }, "npx --yes pnpm@10 install --frozen-lockfile"],
    [{ "package.json": { ...dependencies, packageManager: "pnpm@9.1.0+sha512.abc" }, "pnpm-lock.yaml": "" }, "npx --yes pnpm@9.1.0 install --frozen-lockfile"],
    [{ "package.json": dependencies, "yarn.lock": "" }, "npx --yes yarn@1 install --frozen-lockfile --non-interactive"],
    [{ "package.json": { ...dependencies, packageManager: "yarn@4.2.0" }, "yarn.lock": "" }, "npx --yes --package @yarnpkg/cli-dist@4.2.0 yarn install --immutable"],
  ])("uses the program that the lockfile belongs to: %#", async (files, command) => {
    expect(await find(files)).toEqual({ command, in: "" });
  });

  it("finds the lockfile of a workspace above the service", async () => {
    const files = { "package.json": {}, "pnpm-lock.yaml": "", "services/orders/package.json": dependencies };
    expect(await find(files, "services/orders")).toMatchObject({ in: "" });
  });

  it("names a package.json that is no JSON", async () => {
    await expect(find({ "package.json": "{" })).rejects.toMatchObject({ code: "build_failed" });
  });

  it("tells nothing of a file that package.json links to", async () => {
    counter += 1;
    const root = join(folder, String(counter));
    await mkdir(root);
    await writeFile(join(folder, "master.key"), "of-the-server");
    await symlink(join(folder, "master.key"), join(root, "package.json"));
    const found = findInstall({ root, directory: root });
    await expect(found).rejects.toMatchObject({ code: "build_failed", message: expect.not.stringContaining("of-the-server") });
  });
});
