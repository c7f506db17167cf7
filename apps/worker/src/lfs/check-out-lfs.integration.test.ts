import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkOutCommit } from "../git/check-out-commit.js";
import { openGit } from "../git/git.js";
import { gitEnvironment, tokenAuthorization } from "../git/git-environment.js";
import { createRepository, type TestRepository } from "../testing/git-repository.js";
import { pointerOf, startLfsServer, type LfsServer, type LfsServerOptions } from "../testing/lfs-server.js";
import { checkOutLfs, type LfsInput } from "./check-out-lfs.js";
import { findPointers } from "./find-pointers.js";
import { objectPath } from "./store-object.js";

const opened = tokenAuthorization("https://git.example.com/team/shop.git", "sesame");
const attributes = { ".gitattributes": "*.bin filter=lfs diff=lfs merge=lfs -text\n" };

let folder: string;
let repository: TestRepository;
let runs = 0;
const servers: LfsServer[] = [];
const signal = new AbortController().signal;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-lfs-test-"));
  repository = await createRepository();
});
afterAll(async () => {
  for (const server of servers) server.close();
  await repository.remove();
  await rm(folder, { recursive: true, force: true });
});

async function serve(options: LfsServerOptions = {}): Promise<LfsServer> {
  const server = await startLfsServer(options);
  servers.push(server);
  return server;
}

const local = () => openGit({ env: gitEnvironment({ repository: { url: "/", accessToken: null }, configFile: "/dev/null" }), cwd: folder, timeoutMs: 20_000, signal, mask: (text) => text });

/** Commits these files, and no others, and checks the commit out. */
async function checkOut(files: Record<string, string>): Promise<LfsInput["source"]> {
  await repository.git("rm", "-rq", "--ignore-unmatch", ".");
  const sha = await repository.commit("Files", files);
  runs += 1;
  const root = join(folder, String(runs), "source");
  const mirror = join(repository.path, ".git");
  await checkOutCommit({ git: local(), mirror, sha, target: root });
  return { url: repository.path, mirror, sha, root };
}

async function fetchLarge(source: LfsInput["source"], server: LfsServer, more: Partial<LfsInput> = {}): Promise<number> {
  const store = join(folder, String(runs), "store");
  const input = { local: local(), source: { ...source, url: `${server.origin}/team/shop.git` }, store, allowedHosts: [new URL(server.origin).host], isTrusted: true, diskBytes: 1_000_000, signal };
  return checkOutLfs({ ...input, authorization: async () => opened, ...more });
}

describe("files in Git LFS", () => {
  it("take the place of their pointers, and only the repository's own server gets its token", async () => {
    const storage = await serve();
    const server = await serve({ authorization: opened, href: (oid) => `${storage.origin}/bucket/${oid}` });
    const [one, two] = [storage.put("one"), storage.put("two".repeat(50_000))];
    const source = await checkOut({ ...attributes, "a.bin": one, "deep/ä b.bin": two, "deep/same.bin": one, "text.txt": pointerOf("not in LFS"), "plain.bin": "no pointer" });
    const store = join(folder, "kept");
    const allowedHosts = [server, storage].map(({ origin }) => new URL(origin).host);
    await expect(fetchLarge(source, server, { store })).rejects.toMatchObject({ code: "address_refused" });
    server.requests.length = 0;
    expect(await fetchLarge(source, server, { store, allowedHosts })).toBe(3);
    expect(await Promise.all(["a.bin", "deep/ä b.bin", "deep/same.bin", "text.txt", "plain.bin"].map((name) => readFile(join(source.root, name), "utf8")))).toEqual(["one", "two".repeat(50_000), "one", pointerOf("not in LFS"), "no pointer"]);
    expect(server.requests).toEqual([{ method: "POST", path: "/team/shop.git/info/lfs/objects/batch", authorization: opened }]);
    expect(storage.requests.map(({ authorization }) => authorization)).toEqual([undefined, undefined]);

    const again = await checkOut({ ...attributes, "b.bin": one });
    expect(await fetchLarge(again, server, { store, allowedHosts })).toBe(1);
    expect(await readFile(join(again.root, "b.bin"), "utf8")).toBe("one");
    expect(server.requests).toHaveLength(1);
  });

  it("keep being programs", async () => {
    const server = await serve({ authorization: opened });
    const pointer = server.put("#!/bin/sh\n");
    await repository.git("config", "core.fileMode", "true");
    await writeFile(join(repository.path, "run.bin"), pointer, { mode: 0o755 });
    const source = await checkOut({ ...attributes, "run.bin": pointer });
    await fetchLarge(source, server);
    expect((await stat(join(source.root, "run.bin"))).mode & 0o111).not.toBe(0);
  });

  it("come from a repository on this machine's disk without any server", async () => {
    const content = "kept here";
    const source = await checkOut({ ...attributes, "a.bin": pointerOf(content), "b.bin": pointerOf("never fetched") });
    const path = objectPath(join(repository.path, ".git/lfs"), createHash("sha256").update(content).digest("hex"));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    const input = { local: local(), source, store: join(folder, String(runs), "store"), allowedHosts: [], isTrusted: true, diskBytes: 1_000_000, signal, authorization: async () => null };
    await expect(checkOutLfs(input)).rejects.toMatchObject({ code: "lfs_unavailable", message: expect.stringContaining("git lfs fetch --all") });
    await rm(join(source.root, "b.bin"));
    await checkOutLfs(input);
    expect(await readFile(join(source.root, "a.bin"), "utf8")).toBe(content);
  });

  it("are found as pointers where nobody fetches them, behind no link", async () => {
    const source = await checkOut({ ...attributes, "a.bin": pointerOf("a"), "dir/b.bin": pointerOf("b"), "c.bin": "content" });
    expect((await findPointers(local(), source.root)).map(({ name }) => name)).toEqual(["a.bin", "dir/b.bin"]);
    const outside = join(folder, "outside");
    await mkdir(outside, { recursive: true });
    await writeFile(join(outside, "b.bin"), pointerOf("b"));
    await rm(join(source.root, "dir"), { recursive: true });
    await symlink(outside, join(source.root, "dir"));
    expect((await findPointers(local(), source.root)).map(({ name }) => name)).toEqual(["a.bin"]);
  });
});

describe("a hostile Git LFS server or repository", () => {
  it.each([
    ["this machine", (closed: LfsServer) => `${closed.origin}/`],
    ["the clouds' metadata", () => "http://169.254.169.254/latest/"],
    ["a name of this machine", (closed: LfsServer) => `http://localhost:${new URL(closed.origin).port}/`],
  ])("leads nowhere in the server's network: %s (S03)", async (_what, to) => {
    const closed = await serve();
    const pointer = closed.put("internal");
    const direct = await serve({ authorization: opened, href: (oid) => `${to(closed)}${oid}` });
    const redirecting = await serve({ authorization: opened, send: (_content, answer) => answer.writeHead(302, { location: to(closed) }).end() });
    redirecting.put("internal");
    for (const server of [direct, redirecting]) {
      const source = await checkOut({ ...attributes, "a.bin": pointer });
      await expect(fetchLarge(source, server)).rejects.toMatchObject({ code: "address_refused" });
      expect(await readFile(join(source.root, "a.bin"), "utf8")).toBe(pointer);
    }
    expect(closed.requests).toEqual([]);
  });

  it("cannot have the batch API itself asked in the server's network, nor the token sent elsewhere by a stranger", async () => {
    const server = await serve({ authorization: opened });
    const pointer = server.put("x");
    const hidden = await checkOut({ ...attributes, "a.bin": pointer });
    await expect(fetchLarge(hidden, server, { allowedHosts: [] })).rejects.toMatchObject({ code: "address_refused" });
    const config = await checkOut({ ...attributes, "a.bin": pointer, ".lfsconfig": `[lfs]\n\turl = ${server.origin}/evil\n\tskipdownloaderrors = true\n` });
    await expect(fetchLarge(config, server, { isTrusted: false })).rejects.toMatchObject({ code: "lfs_unavailable", message: expect.stringContaining("401") });
    expect(server.requests).toEqual([{ method: "POST", path: "/evil/objects/batch", authorization: undefined }]);
    const elsewhere = await checkOut({ ...attributes, "a.bin": pointer, ".lfsconfig": "[lfs]\n\turl = http://169.254.169.254/\n" });
    await expect(fetchLarge(elsewhere, server)).rejects.toMatchObject({ code: "address_refused" });
  });

  it.each([
    ["other content", (content: string) => content.toUpperCase()],
    ["too much", (content: string) => content + content],
    ["too little", (content: string) => content.slice(1)],
  ])("that sends %s is not believed", async (_what, change) => {
    const server = await serve({ authorization: opened, send: (content, answer) => answer.end(change(content)) });
    const pointer = server.put("content");
    const source = await checkOut({ ...attributes, "a.bin": pointer });
    await expect(fetchLarge(source, server)).rejects.toMatchObject({ code: "lfs_unavailable" });
    expect(await readFile(join(source.root, "a.bin"), "utf8")).toBe(pointer);
  });

  it("is told of by name when an object is missing, and when all are too large", async () => {
    const server = await serve({ authorization: opened });
    const source = await checkOut({ ...attributes, "a.bin": pointerOf("never pushed") });
    await expect(fetchLarge(source, server)).rejects.toMatchObject({ code: "lfs_unavailable", message: expect.stringContaining("Object does not exist") });
    await expect(fetchLarge(source, server, { diskBytes: 5 })).rejects.toMatchObject({ code: "build_over_limit", hint: expect.stringContaining("WINDLASS_BUILD_DISK_MB") });
  });
});
