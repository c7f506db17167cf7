import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ModuleError, PathOutsideError, type FileSource } from "./file-source.js";
import { nodeFiles } from "./node-files.js";

let base: string;
let files: FileSource;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "windlass-files-"));
  const service = join(base, "repository/service");
  await mkdir(join(service, "lib"), { recursive: true });
  await mkdir(join(service, ".git"));
  await writeFile(join(base, "secret.txt"), "secret");
  await writeFile(join(base, "repository/shared.txt"), "shared");
  await writeFile(join(service, "run.sh"), "#!/bin/sh\n");
  await chmod(join(service, "run.sh"), 0o755);
  await writeFile(join(service, ".git/config"), "");
  await symlink("../../../secret.txt", join(service, "lib/escape.txt"));
  await symlink("../../shared.txt", join(service, "lib/shared.txt"));
  await symlink("..", join(service, "lib/loop"));
  await writeFile(join(service, "env.js"), "module.exports = () => Object.keys(process.env).sort();");
  await writeFile(join(service, "throws.js"), "throw new Error('on purpose');");
  files = nodeFiles({ root: join(base, "repository"), directory: "service" });
});
afterAll(() => rm(base, { recursive: true, force: true }));

describe("nodeFiles", () => {
  it("reads inside the repository, above the service too", async () => {
    expect(await files.readText("../shared.txt")).toBe("shared");
    expect(await files.readText("absent.txt")).toBeNull();
    expect((await files.read("run.sh"))?.executable).toBe(true);
  });

  it.each(["../../secret.txt", "/etc/passwd", "lib/escape.txt"])("refuses %s", async (path) => {
    await expect(files.readText(path)).rejects.toThrow(PathOutsideError);
    await expect(files.read(path)).rejects.toThrow(PathOutsideError);
  });

  it("lists files, follows links inside the repository only, and does not run in circles", async () => {
    expect(await files.list(".")).toEqual(["env.js", "lib/shared.txt", "run.sh", "throws.js"]);
  });

  it("gives a module no environment but the one granted", async () => {
    process.env["WINDLASS_TEST_SECRET"] = "hidden";
    const calls = { options: {}, resolveConfigurationProperty: async () => null, resolveVariable: async () => null };
    const answer = await files.evaluate({ path: "env.js", env: { GRANTED: "1" }, calls });
    expect(answer?.value).toContain("GRANTED");
    expect(answer?.value).not.toContain("WINDLASS_TEST_SECRET");
    expect(answer?.value).not.toContain("PATH");
  });

  it("reports what a module throws", async () => {
    await expect(files.evaluate({ path: "throws.js", env: {} })).rejects.toThrow(ModuleError);
    await expect(files.evaluate({ path: "throws.js", env: {} })).rejects.toThrow(/on purpose/);
  });
});
