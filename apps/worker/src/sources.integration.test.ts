import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync, gzipSync } from "node:zlib";
import { findProgram } from "@windlass/local-services/find-program";
import { installDebianPackages } from "@windlass/local-services/install-debian-package";
import { startRedis, type LocalRedis } from "@windlass/local-services/redis";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestPreview } from "@windlass/operations/deployment/request-preview";
import { requestPromotion } from "@windlass/operations/deployment/request-promotion";
import { requestRollback } from "@windlass/operations/deployment/request-rollback";
import { listReleases } from "@windlass/operations/release/list-releases";
import { createDeployKey } from "@windlass/operations/repository/create-deploy-key";
import { readRepository } from "@windlass/operations/repository/read-repository";
import { updateRepository } from "@windlass/operations/repository/update-repository";
import { createService } from "@windlass/operations/service/create-service";
import { updateService } from "@windlass/operations/service/update-service";
import { createStage } from "@windlass/operations/stage/create-stage";
import { createUpload } from "@windlass/operations/upload/create-upload";
import { uploadFile, uploadFolder } from "@windlass/operations/upload/upload-file";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { objectPath } from "./lfs/store-object.js";
import { pointerOf } from "./testing/lfs-server.js";
import { rawArchive, type RawEntry } from "./testing/raw-tar.js";
import { sampleService } from "./testing/sample-service.js";
import { startSshServer } from "./testing/ssh-server.js";
import { openTestWorld, type TestWorld } from "./testing/test-world.js";
import { deleteUploads } from "./upload/delete-uploads.js";

let folder: string;
let redis: LocalRedis;
let world: TestWorld;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-sources-"));
  redis = await startRedis({ dataDir: join(folder, "redis"), logFile: join(folder, "redis.log") });
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: redis.url, sandboxUrl: inject("sandboxUrl"), redisDatabase: 0 });
  await world.startWorker();
});
afterAll(async () => {
  await world.close();
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});

const commit = "0123456789abcdef0123456789abcdef01234567";

/** An archive in its place, as the API puts it there. */
async function upload(service: string, archive: Buffer, changedFiles = 2) {
  const hash = createHash("sha256").update(archive).digest("hex");
  const keep = async () => {
    await mkdir(uploadFolder(world.dataDir), { recursive: true });
    await writeFile(uploadFile(world.dataDir, hash), archive);
  };
  const source = { commit, message: "Greet better", author: "Ada", branch: "better", changedFiles };
  return createUpload(world.context, { service, source, receive: async () => ({ hash, sizeBytes: archive.length, keep }) });
}

const archiveOf = (files: Record<string, string>, ...more: RawEntry[]): Buffer => rawArchive(...Object.entries(files).map(([name, content]) => ({ name, content })), ...more);
const end = async (asked: Promise<{ id: string }>) => world.waitForEnd((await asked).id);

describe("a folder that somebody sent", () => {
  it("is deployed in place of the repository, says so, is not built twice, is promoted, and its release is rolled back to", async () => {
    const { name } = await world.addService(sampleService("v1", "", "sent"));
    const stage = { service: name, stage: "dev" };
    await createStage(world.context, { keyring: world.keyring, service: name, stage: { name: "qa", account: "sandbox", region: "us-east-1", autoDeploy: false } });
    const sent = await upload(name, archiveOf(sampleService("local", "", "sent"), { name: "link", type: "2", link: "hello.mjs" }));
    expect(await end(requestPreview(world.context, { stage, upload: sent.id }))).toMatchObject({ state: "succeeded", kind: "preview" });
    const first = await end(requestDeployment(world.context, { stage, upload: sent.id }));
    expect(first).toMatchObject({
      state: "succeeded", ref: "better", commit: { sha: commit, message: "Greet better (uploaded, with 2 changed files)", author: "Ada" },
      options: { upload: { id: sent.id, hash: sent.hash, changedFiles: 2, by: "Windlass" } },
    });
    expect(await world.call(first.endpoints[0]?.url, "/hello")).toBe("local");
    expect((await world.log(first)).join("\n")).toContain("Unpacked 3 files");
    const again = await end(requestDeployment(world.context, { stage, upload: sent.id }));
    expect(again.steps.find((step) => step.name === "compile")?.state).toBe("skipped");

    // Other files of the same commit are another release.
    const other = await upload(name, archiveOf(sampleService("other", "", "sent")), 3);
    const second = await end(requestDeployment(world.context, { stage, upload: other.id }));
    expect(await world.call(second.endpoints[0]?.url, "/hello")).toBe("other");
    expect(await end(requestRollback(world.context, { stage, to: first.number }))).toMatchObject({ state: "succeeded", release: first.number });
    expect(await world.call(first.endpoints[0]?.url, "/hello")).toBe("local");
    const releases = await listReleases(world.context, { stage, limit: 10 });
    expect(releases.items.map((release) => release.commit.message)).toContain("Greet better (uploaded, with 2 changed files)");

    const promoted = await end(requestPromotion(world.context, { to: { service: name, stage: "qa" }, from: "dev", number: first.number }));
    expect(promoted).toMatchObject({ state: "succeeded", options: { upload: { id: sent.id } } });
    expect(await world.call(promoted.endpoints[0]?.url, "/hello")).toBe("local");
    await expect(requestDeployment(world.context, { stage, upload: sent.id, ref: "main" })).rejects.toMatchObject({ code: "invalid_request" });
  });

  // PROOFS S04
  it("is refused where it would reach out of its folder, was changed on the disk, or is gone", async () => {
    const { name } = await world.addService(sampleService("v1", "", "refused"));
    const stage = { service: name, stage: "dev" };
    const hostile = await upload(name, archiveOf(sampleService("x", "", "refused"), { name: "../../../evil", content: "x" }));
    expect(await end(requestDeployment(world.context, { stage, upload: hostile.id }))).toMatchObject({ state: "failed", error: { code: "upload_invalid", message: expect.stringContaining("leads elsewhere") } });
    expect(await readdir(world.dataDir)).not.toContain("evil");
    const changed = await upload(name, archiveOf(sampleService("x", "", "refused")));
    const bytes = gunzipSync(archiveOf(sampleService("y", "", "refused")));
    await writeFile(uploadFile(world.dataDir, changed.hash), gzipSync(bytes));
    expect(await end(requestDeployment(world.context, { stage, upload: changed.id }))).toMatchObject({ state: "failed", error: { code: "upload_invalid", message: expect.stringContaining("hash differs") } });
    await rm(uploadFile(world.dataDir, changed.hash));
    expect(await end(requestDeployment(world.context, { stage, upload: changed.id }))).toMatchObject({ state: "failed", error: { code: "upload_missing" } });
    const elsewhere = await world.addService(sampleService("v1", "", "elsewhere"));
    await expect(requestDeployment(world.context, { stage: { service: elsewhere.name, stage: "dev" }, upload: hostile.id })).rejects.toMatchObject({ code: "upload_missing" });
  });

  it("is kept while a deployment of it is under way and a week after, a day where there is none; its file as long as one of its content is", async () => {
    const { name } = await world.addService(sampleService("v1", "", "kept"));
    const archive = archiveOf(sampleService("kept", "", "kept"));
    const [unused, deployed, same] = [await upload(name, rawArchive({ name: "a", content: randomBytes(8) })), await upload(name, archive), await upload(name, archive)];
    await end(requestDeployment(world.context, { stage: { service: name, stage: "dev" }, upload: deployed.id }));
    const age = (id: string, days: number) => {
      const at = new Date(Date.now() - days * 86_400_000);
      return world.db.prisma.upload.update({ where: { id }, data: { createdAt: at, ...(id === deployed.id ? { usedAt: at } : {}) } });
    };
    const left = async () => {
      await deleteUploads(world);
      const rows = await world.db.prisma.upload.findMany({ where: { service: { name } } });
      const files = await readdir(uploadFolder(world.dataDir));
      return { rows: rows.map(({ id }) => id).toSorted(), files: [unused, deployed].map(({ hash }) => files.includes(`${hash}.tar.gz`)) };
    };
    const draft = join(uploadFolder(world.dataDir), "gone.part");
    await writeFile(draft, "x");
    await age(unused.id, 2);
    await age(deployed.id, 6);
    await age(same.id, 2);
    expect(await left()).toEqual({ rows: [deployed.id], files: [false, true] });
    await age(deployed.id, 8);
    await world.db.prisma.deployment.updateMany({ where: { stage: { service: { name } } }, data: { state: "queued", resumeAt: new Date(Date.now() + 3_600_000) } });
    expect(await left()).toEqual({ rows: [deployed.id], files: [false, true] });
    await world.db.prisma.deployment.updateMany({ where: { stage: { service: { name } } }, data: { state: "succeeded" } });
    await age(deployed.id, 8);
    await utimes(draft, new Date(0), new Date(0));
    expect(await left()).toEqual({ rows: [], files: [false, false] });
    expect(await readdir(uploadFolder(world.dataDir))).not.toContain("gone.part");
  });
});

describe("a repository that is reached by SSH", () => {
  const known: string[] = [];
  const service = "by-ssh";
  const stage = { service, stage: "dev" };
  const deploy = () => end(requestDeployment(world.context, { stage, rebuild: true }));

  it("is read with a deploy key of its own, which is nowhere afterwards, and its host is taken for no other (S02)", async () => {
    if (findProgram(["ssh"]) === null) await installDebianPackages(["openssh-client"]);
    const { repository } = await world.addService(sampleService("v1", "", "by-ssh"));
    const server = await startSshServer({ known: () => known });
    const url = `ssh://git@127.0.0.1:${server.port}${repository.path}`;
    const { repository: { id } } = await createService(world.context, { keyring: world.keyring, service: { name: service, rootDirectory: "", repository: { url } } });
    await createStage(world.context, { keyring: world.keyring, service, stage: { name: "dev", account: "sandbox", region: "us-east-1", autoDeploy: false } });
    expect(await readRepository(world.context, id)).toMatchObject({ deployKey: null, sshHostKey: null });
    const made = await createDeployKey(world.context, { id, keyring: world.keyring });
    expect(made.deployKey).toMatchObject({ publicKey: expect.stringMatching(/^ssh-ed25519 /), fingerprint: expect.stringMatching(/^SHA256:.{43}$/) });
    expect(await deploy()).toMatchObject({ state: "failed", error: { code: "repository_unreachable", message: expect.stringContaining("does not know the key"), hint: expect.stringContaining("deploy key") } });
    known.push(made.deployKey?.publicKey ?? "");
    const first = await deploy();
    expect([first.state, first.error]).toEqual(["succeeded", null]);
    expect(await readRepository(world.context, id)).toMatchObject({ sshHostKey: { publicKey: server.hostKey.split(" ").slice(0, 2).join(" ") } });
    expect((await world.log(first)).join("\n")).toContain("the only one that is taken from now on");
    const onDisk = await promisify(execFile)("grep", ["-rl", "OPENSSH PRIVATE KEY", world.dataDir]).then(({ stdout }) => stdout, () => "");
    expect(onDisk).toBe("");
    const row = await world.db.prisma.repository.findUniqueOrThrow({ where: { id } });
    expect(JSON.stringify(Buffer.from(row.sealedDeployKey ?? []).toString("latin1"))).not.toContain("OPENSSH");

    await server.close();
    const other = await startSshServer({ known: () => known, port: server.port });
    expect(await deploy()).toMatchObject({ state: "failed", error: { code: "repository_unreachable", message: expect.stringContaining("another key than before"), hint: expect.stringContaining("fingerprints") } });
    expect(other.tried).toEqual([]);
    await updateRepository(world.context, { id, change: { sshHostKey: null }, keyring: world.keyring });
    expect(await deploy()).toMatchObject({ state: "succeeded" });
    expect(other.tried).toContainEqual({ key: made.deployKey?.publicKey.split(" ").slice(0, 2).join(" "), known: true });
    await other.close();
  });
});

describe("a repository with files in Git LFS", () => {
  it("is deployed with a warning that names a pointer, and with the contents once the service asks for them", async () => {
    const [, handler = ""] = Object.entries(sampleService("from LFS", "", "large")).find(([name]) => name === "hello.mjs") ?? [];
    const files = { ...sampleService("x", "", "large"), ".gitattributes": "*.mjs filter=lfs\n", "hello.mjs": pointerOf(handler) };
    const { name, repository } = await world.addService(files);
    const stage = { service: name, stage: "dev" };
    const pointers = await end(requestPreview(world.context, { stage }));
    expect((await world.log(pointers)).join("\n")).toContain("1 file of the repository, such as hello.mjs, is in Git LFS: what is deployed is the pointer");

    await updateService(world.context, { name, change: { lfs: true } });
    const missing = await end(requestDeployment(world.context, { stage }));
    expect(missing).toMatchObject({ state: "failed", error: { code: "lfs_unavailable" } });
    const oid = createHash("sha256").update(handler).digest("hex");
    const kept = objectPath(join(repository.path, ".git/lfs"), oid);
    await mkdir(dirname(kept), { recursive: true });
    await writeFile(kept, handler);
    const deployed = await end(requestDeployment(world.context, { stage }));
    expect((await world.log(deployed)).join("\n")).toContain("Fetched 1 file of Git LFS");
    expect(await world.call(deployed.endpoints[0]?.url, "/hello")).toBe("from LFS");
  });
});
