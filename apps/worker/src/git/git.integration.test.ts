import { existsSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withinLimits } from "../build/isolation/within-limits.js";
import { createRepository, type TestRepository } from "../testing/git-repository.js";
import { checkOutSubmodules } from "./check-out-submodules.js";
import { checkOutCommit } from "./check-out-commit.js";
import { fetchCommit } from "./fetch-commit.js";
import { openGit, type Git } from "./git.js";
import { gitEnvironment } from "./git-environment.js";
import { listChanges } from "./list-changes.js";
import { readCommit } from "./read-commit.js";
import { resolveRef } from "./resolve-ref.js";

let folder: string;
let repository: TestRepository;
let first: string;
let second: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-git-"));
  repository = await createRepository();
  first = await repository.commit("First: größer", { "serverless.yml": "service: a\n", "link/x": "x" });
  await repository.git("tag", "v1");
  await repository.git("tag", "-a", "v1-annotated", "-m", "one");
  second = await repository.commit("Second", { "serverless.yml": "service: b\n" });
  await repository.git("branch", "feature/x", first);
});
afterAll(async () => {
  await repository.remove();
  await rm(folder, { recursive: true, force: true });
});

function gitFor(url: string, signal = new AbortController().signal): Git {
  const configFile = "/dev/null";
  const env = gitEnvironment({ repository: { url, accessToken: null }, remote: { pinned: null, sshConfig: null }, configFile });
  return openGit({ env, cwd: folder, timeoutMs: 20_000, signal, mask: (text) => text });
}

const resolve = (ref: string, url = repository.path) => resolveRef({ git: gitFor(url), url, ref });

async function fetchInto(name: string, ref: string): Promise<{ mirror: string; sha: string }> {
  const mirror = join(folder, name);
  const git = gitFor(repository.path);
  const resolved = await resolveRef({ git, url: repository.path, ref });
  await fetchCommit({ git, url: repository.path, mirror, resolved, keepAs: `refs/windlass/${ref.replaceAll("/", "-")}` });
  return { mirror, sha: resolved.sha };
}

describe("resolving a ref", () => {
  it("knows branches, tags, annotated tags and commits", async () => {
    expect(await resolve("main")).toEqual({ sha: second, remoteRef: "refs/heads/main" });
    expect(await resolve("feature/x")).toEqual({ sha: first, remoteRef: "refs/heads/feature/x" });
    expect(await resolve("v1")).toEqual({ sha: first, remoteRef: "refs/tags/v1" });
    expect((await resolve("v1-annotated")).sha).toBe(first);
    expect(await resolve(first.toUpperCase())).toEqual({ sha: first, remoteRef: null });
  });

  it("reads a branch of this server without starting git, and asks git where no file has it", async () => {
    const none: Git = { run: () => Promise.reject(new Error("git was started")) };
    expect(await resolveRef({ git: none, url: repository.path, ref: "feature/x" })).toEqual({ sha: first, remoteRef: "refs/heads/feature/x" });
    for (const ref of ["../../HEAD", "v1", "refs/tags/main"]) await expect(resolveRef({ git: none, url: repository.path, ref })).rejects.toThrow("git was started");
    const packed = await createRepository();
    const sha = await packed.commit("One", { a: "a" });
    await packed.git("pack-refs", "--all");
    await expect(resolveRef({ git: none, url: packed.path, ref: "main" })).rejects.toThrow("git was started");
    expect(await resolve("main", packed.path)).toEqual({ sha, remoteRef: "refs/heads/main" });
    await packed.remove();
  });

  it("says that a ref is not there, and which", async () => {
    await expect(resolve("nope")).rejects.toMatchObject({ code: "ref_not_found", message: expect.stringContaining('"nope"') });
  });

  it.each(["--upload-pack=touch /tmp/owned", "-c core.sshCommand=touch", "$(touch x)", "a;b", "../x", "main\nother"])(
    "takes %j for a name and nothing else (S01)",
    async (ref) => {
      await expect(resolve(ref)).rejects.toMatchObject({ name: "WindlassError" });
    },
  );

  it("says that a repository cannot be read, with git's reason", async () => {
    await expect(resolve("main", join(folder, "missing"))).rejects.toMatchObject({ code: "repository_unreachable" });
    await expect(resolve("main", "https://127.0.0.1:1/x.git")).rejects.toMatchObject({
      code: "repository_unreachable",
      message: expect.stringMatching(/127\.0\.0\.1/),
    });
  });

  it.each(["ext::touch /tmp/owned", "fd::3", "-oProxyCommand=x"])("runs nothing for the address %j (S02)", async (url) => {
    await expect(resolve("main", url)).rejects.toMatchObject({ code: "repository_unreachable" });
  });
});

// PROOFS S03
describe("connecting", () => {
  it("goes to the address that was looked at, whatever the name leads to, and follows no redirection", async () => {
    const asked: string[] = [];
    const redirecting = createServer((request, response) => {
      asked.push(`${request.headers.host ?? ""}${request.url ?? ""}`);
      response.writeHead(302, { location: `http://localhost:${port}/elsewhere.git/info/refs?service=git-upload-pack` }).end();
    });
    await new Promise<void>((ready) => redirecting.listen(0, "127.0.0.1", ready));
    const { port } = redirecting.address() as AddressInfo;
    const url = `http://pinned.invalid:${port}/x.git`;
    const remote = { pinned: { host: "pinned.invalid", port, addresses: ["127.0.0.1"] }, sshConfig: null };
    const git = openGit({ env: gitEnvironment({ repository: { url, accessToken: null }, remote, configFile: "/dev/null" }), cwd: folder, timeoutMs: 20_000, signal: new AbortController().signal, mask: (text) => text });
    await expect(resolveRef({ git, url, ref: "main" })).rejects.toMatchObject({ code: "repository_unreachable", message: expect.stringContaining("answers from another address") });
    expect(asked).toEqual([`pinned.invalid:${port}/x.git/info/refs?service=git-upload-pack`]);
    redirecting.closeAllConnections();
    redirecting.close();
  });
});

describe("submodules", () => {
  const top = "https://git.example.com/acme/top.git";
  const asked: string[] = [];

  async function checkOut(superproject: TestRepository, places: Record<string, string>) {
    const name = `modules-${asked.length}-${Object.keys(places).length}`;
    const configFile = join(folder, `${name}.config`);
    await writeFile(configFile, Object.entries(places).map(([url, path]) => `[url "${path}"]\n\tinsteadOf = ${url}\n`).join(""));
    const env = gitEnvironment({ repository: { url: "/", accessToken: null }, configFile });
    const local = openGit({ env, cwd: folder, timeoutMs: 20_000, signal: new AbortController().signal, mask: (text) => text });
    const resolved = await resolveRef({ git: local, url: superproject.path, ref: "main" });
    const at = { url: top, mirror: join(folder, `${name}.git`), sha: resolved.sha, root: join(folder, name) };
    await fetchCommit({ git: local, url: superproject.path, mirror: at.mirror, resolved, keepAs: "refs/windlass/x" });
    await checkOutCommit({ git: local, mirror: at.mirror, sha: at.sha, target: at.root });
    const withGit = <T>(url: string, work: (git: Git) => Promise<T>): Promise<T> => {
      asked.push(url);
      return work(local);
    };
    const count = await checkOutSubmodules({ local, withGit, mirrors: join(folder, `${name}-mirrors`), keepAs: "refs/windlass/x", log: () => undefined }, at);
    return { count, root: at.root };
  }

  /** A commit with submodules as `.gitmodules` has them, at commits of these names. */
  async function superproject(modules: { path: string; url: string; sha: string }[], files: Record<string, string> = {}): Promise<TestRepository> {
    const made = await createRepository();
    await made.commit("Files", { ...files, ".gitmodules": modules.map(({ path, url }) => `[submodule "${path}"]\n\tpath = ${path}\n\turl = ${url}\n`).join("") });
    for (const { path, sha } of modules) await made.git("update-index", "--add", "--cacheinfo", `160000,${sha},${path}`);
    await made.git("commit", "--quiet", "-m", "Submodules");
    return made;
  }

  it("are put into their folders, at the commits that are named, and theirs as well", async () => {
    const inner = await createRepository();
    const innerSha = await inner.commit("Inner", { "inner.txt": "inner" });
    await inner.commit("Later", { "inner.txt": "later" });
    const lib = await superproject([{ path: "deep/inner", url: "../inner.git", sha: innerSha }], { "lib.txt": "lib" });
    const whole = await superproject([{ path: "vendor/lib", url: "git@git.example.com:acme/lib.git", sha: await lib.git("rev-parse", "HEAD") }]);
    const places = { "https://git.example.com/acme/lib.git": lib.path, "https://git.example.com/acme/inner.git": inner.path };
    const { count, root } = await checkOut(whole, places);
    expect([count, asked.splice(0)]).toEqual([2, Object.keys(places)]);
    expect(await readFile(join(root, "vendor/lib/lib.txt"), "utf8")).toBe("lib");
    expect(await readFile(join(root, "vendor/lib/deep/inner/inner.txt"), "utf8")).toBe("inner");
    for (const one of [inner, lib, whole]) await one.remove();
  });

  it("that point at the server, at another way of git's or out of their folder are refused, and nothing is asked (S02)", async () => {
    const canary = join(folder, "owned-by-submodule");
    for (const url of [repository.path, `file://${repository.path}`, `ext::touch ${canary}`, "../../../../../etc", "-u./x"]) {
      const hostile = await superproject([{ path: "x", url, sha: first }]);
      await expect(checkOut(hostile, {})).rejects.toMatchObject({ code: "address_refused" });
      await hostile.remove();
    }
    // A name is no option of git's, and what is no submodule in the tree is none.
    const odd = await superproject([{ path: "a", url: "https://git.example.com/acme/a.git", sha: first }]);
    await odd.commit("Odd", { ".gitmodules": '[submodule "--upload-pack=x"]\n\tpath = -a/../..\n\turl = https://git.example.com/x\n[submodule "y"]\n\tpath = link\n\turl = https://git.example.com/y\n' });
    expect(await checkOut(odd, {})).toMatchObject({ count: 0 });
    await odd.remove();
    expect([asked, existsSync(canary)]).toEqual([[], false]);
  });
});

describe("fetching and checking out", () => {
  it("brings a commit into the mirror and its files into a folder", async () => {
    const { mirror, sha } = await fetchInto("one.git", "main");
    const git = gitFor("/");
    const commit = await readCommit({ git, mirror, sha: first });
    expect(commit).toMatchObject({ sha: first, message: "First: größer", author: "Ada" });
    expect(commit.committedAt).toMatch(/^\d{4}-.*Z$/);
    const target = join(folder, "one");
    await checkOutCommit({ git, mirror, sha, target });
    expect(await readFile(join(target, "serverless.yml"), "utf8")).toBe("service: b\n");
    await checkOutCommit({ git, mirror, sha: first, target });
    expect(await readFile(join(target, "serverless.yml"), "utf8")).toBe("service: a\n");
  });

  it("fetches a commit by its name, and says when there is none", async () => {
    expect((await fetchInto("two.git", first)).sha).toBe(first);
    await expect(fetchInto("two.git", "0123456789012345678901234567890123456789")).rejects.toMatchObject({ code: "ref_not_found" });
  });

  // As it is while another fetch unpacks it, and for good where a worker was killed meanwhile: git writes the commit first.
  it.each(["tree", "blob"])("fetches a commit again whose %s is not there", async (missing) => {
    const { mirror, sha } = await fetchInto(`without-${missing}`, "main");
    const git = gitFor(repository.path);
    const named = await git.run(["--git-dir", mirror, "rev-parse", missing === "tree" ? `${sha}^{tree}` : `${sha}:serverless.yml`]);
    const name = named.ok ? named.stdout.trim() : "";
    await rm(join(mirror, "objects", name.slice(0, 2), name.slice(2)));
    await git.run(["--git-dir", mirror, "update-ref", "-d", "refs/windlass/main"]);
    await fetchCommit({ git, url: repository.path, mirror, resolved: { sha, remoteRef: null }, keepAs: "refs/windlass/again" });
    const target = join(folder, `checked-out-without-${missing}`);
    await checkOutCommit({ git, mirror, sha, target });
    expect(await readFile(join(target, "serverless.yml"), "utf8")).toBe("service: b\n");
  });

  it("lets several deployments use one mirror at once", async () => {
    const refs = ["main", "feature/x", "v1", first, second];
    const fetched = await Promise.all(refs.map((ref) => fetchInto("shared.git", ref)));
    expect(fetched.map(({ sha }) => sha)).toEqual([second, first, first, first, second]);
  });

  it("lists what a push changes, and says when that is not known", async () => {
    const mirror = join(folder, "changes.git");
    const opened = { git: gitFor(repository.path), mirror };
    const list = (before: string | null, after: string) => listChanges(opened, { url: repository.path, before, after, defaultBranch: "main" });
    expect(await list(first, second)).toEqual(["serverless.yml"]);
    await repository.git("checkout", "--quiet", "-b", "topic");
    const third = await repository.commit("Third", { "-a b/ü.txt": "1", "link/x": null });
    const fourth = await repository.commit("Fourth", { "c\nd": "1" });
    expect(await list(third, fourth)).toEqual(["c\nd"]);
    expect(await list(null, fourth)).toEqual(["-a b/ü.txt", "c\nd", "link/x"]);
    // Backwards, as a forced push goes.
    expect(await list(fourth, third)).toEqual(["c\nd"]);
    expect(await list("0123456789012345678901234567890123456789", fourth)).toBeNull();
    expect(await list(null, second)).toBeNull();
    await expect(list(first, "0123456789012345678901234567890123456789")).rejects.toMatchObject({ code: "ref_not_found" });
    await repository.git("checkout", "--quiet", "main");
  });

  it("runs no hook, filter or link of a hostile repository (S02)", async () => {
    const hostile = await createRepository();
    const canary = join(folder, "owned");
    await hostile.commit("Hostile", {
      ".gitattributes": "* filter=evil\n",
      ".gitmodules": `[submodule "x"]\n\tpath = x\n\turl = ext::touch ${canary}\n`,
      "hooks/post-checkout": `#!/bin/sh\ntouch ${canary}\n`,
      "serverless.yml": "service: evil\n",
    });
    for (const hook of ["post-checkout", "post-upload-pack"]) {
      await writeFile(join(hostile.path, ".git/hooks", hook), `#!/bin/sh\ntouch ${canary}\n`);
      await chmod(join(hostile.path, ".git/hooks", hook), 0o755);
    }
    await hostile.git("config", "filter.evil.smudge", `touch ${canary}`);
    const git = gitFor(hostile.path);
    const mirror = join(folder, "hostile.git");
    const resolved = await resolveRef({ git, url: hostile.path, ref: "main" });
    await fetchCommit({ git, url: hostile.path, mirror, resolved, keepAs: "refs/windlass/x" });
    await checkOutCommit({ git: gitFor("/"), mirror, sha: resolved.sha, target: join(folder, "hostile") });
    expect(existsSync(canary)).toBe(false);
    await hostile.remove();
  });

  it("ends the checkout of a commit with too many or too large files, and says which limit it was (S02)", async () => {
    const huge = await createRepository();
    const files = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`d${index % 50}/f${index}`, "x"]));
    const many = await huge.commit("Many", files);
    const large = await huge.commit("Large", { ...Object.fromEntries(Object.keys(files).map((name) => [name, null])), large: "0".repeat(30_000_000) });
    const limits = { memoryBytes: 1, diskBytes: 10 * 1024 ** 2, files: 1_000, processes: 1, threads: 1 };
    const checkOut = (sha: string) =>
      withinLimits({ limits, folders: [join(folder, `over-${sha}`)], subject: "The checkout" }, (over) =>
        checkOutCommit({ git: gitFor("/", over), mirror: join(huge.path, ".git"), sha, target: join(folder, `over-${sha}`, "source") }),
      );
    await expect(checkOut(many)).rejects.toMatchObject({ code: "build_over_limit", message: expect.stringContaining("1000"), hint: expect.stringContaining("WINDLASS_BUILD_FILES") });
    await expect(checkOut(large)).rejects.toMatchObject({ code: "build_over_limit", message: expect.stringContaining("10 MB"), hint: expect.stringContaining("WINDLASS_BUILD_DISK_MB") });
    await huge.remove();
  });

  it("fetches one ref of a repository with very many (S02)", async () => {
    const many = await createRepository();
    const sha = await many.commit("One", { "serverless.yml": "service: a\n" });
    const packed = Array.from({ length: 100_000 }, (_, index) => `${sha} refs/heads/b/${String(index).padStart(6, "0")}`);
    await writeFile(join(many.path, ".git/packed-refs"), `# pack-refs with: peeled fully-peeled sorted \n${packed.join("\n")}\n`);
    const mirror = join(folder, "many.git");
    const git = gitFor(many.path);
    const resolved = await resolveRef({ git, url: many.path, ref: "main" });
    await fetchCommit({ git, url: many.path, mirror, resolved, keepAs: "refs/windlass/one" });
    const refs = await gitFor("/").run(["--git-dir", mirror, "for-each-ref"]);
    expect(refs.ok && refs.stdout.trim().split("\n")).toEqual([expect.stringContaining("refs/windlass/one")]);
    await many.remove();
  });

  it("stops when it is told to", async () => {
    const stop = new AbortController();
    stop.abort(new Error("stopped"));
    await expect(gitFor(repository.path, stop.signal).run(["version"])).rejects.toThrow("stopped");
  });
});
