import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { compile } from "./compile.js";
import { gitAddresses } from "./git-source.js";
import { nodeGit } from "./node-git.js";
import { memoryFiles } from "./testing/memory-files.js";

let folder: string;
let repository: string;
const git = (...args: string[]): string => execFileSync("git", args, { cwd: repository, encoding: "utf8" }).trim();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-git-"));
  repository = join(folder, "shop");
  await mkdir(join(repository, "service"), { recursive: true });
  git("init", "--quiet", "--initial-branch", "trunk");
  git("config", "user.name", "Ada");
  git("config", "user.email", "ada@example.org");
  await writeFile(join(repository, "a.txt"), "a");
  git("add", ".");
  git("commit", "--quiet", "-m", "Subject\n\nBody of it");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

it("reads every address from the repository that a folder is in", async () => {
  const source = nodeGit(join(repository, "service"));
  const read = async () => Object.fromEntries(await Promise.all(gitAddresses.map(async (address) => [address, await source.read(address)] as const)));
  const short = git("rev-parse", "--short", "HEAD");
  expect(await read()).toEqual({
    branch: "trunk", commit: git("rev-parse", "HEAD"), sha1: short, describe: short, describeLight: short, tags: short, isDirty: "false", repository: "shop",
    message: "Subject\n\nBody of it", messageSubject: "Subject", messageBody: "Body of it", user: "Ada", email: "ada@example.org",
  });
  git("tag", "v1");
  git("tag", "v1.0");
  await writeFile(join(repository, "a.txt"), "changed");
  expect(await read()).toMatchObject({ tags: "v1::v1.0", describeLight: expect.stringMatching(/^v1/) as string, isDirty: "true" });
});

it("has no value outside of a repository, so that fallbacks are taken", async () => {
  const config = JSON.stringify({ service: "git", provider: { name: "aws" }, functions: { a: { handler: "a.b", description: "${git:sha1, 'none'} ${git:branch, 'nowhere'}" } } });
  const files = memoryFiles({ "serverless.json": config, "a.js": "" });
  for (const source of [nodeGit(folder), undefined]) {
    const result = await compile({ files, stage: "dev", region: "us-east-1", missingHandlers: "warning", git: source });
    expect(result.ok && result.template.Resources["ALambdaFunction"]?.Properties?.["Description"]).toBe("none nowhere");
  }
});
