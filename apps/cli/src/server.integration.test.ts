import { createClient } from "@windlass/client/client";
import { followDeployment } from "@windlass/client/follow-deployment";
import { liveUrl, openLive } from "@windlass/client/live";
import { openDatabase, type Database } from "@windlass/database/database";
import { createTestDatabase } from "@windlass/database/test-database";
import { systemContext } from "@windlass/operations/context";
import { acceptDelivery } from "@windlass/operations/delivery/accept-delivery";
import { processDelivery } from "@windlass/operations/delivery/process-delivery";
import { acquireLease } from "@windlass/operations/deployment-run/acquire-lease";
import { admitDeployment } from "@windlass/operations/deployment-run/admit-deployment";
import { advanceDeployment } from "@windlass/operations/deployment-run/advance-deployment";
import { appendEvents } from "@windlass/operations/deployment-run/append-events";
import type { Fence } from "@windlass/operations/deployment-run/fence";
import { openKeyring } from "@windlass/operations/sealing";
import { uploadFile } from "@windlass/operations/upload/upload-file";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, inject, it, vi } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import { readLogin } from "./login/login-file.js";
import { administrator, startApi, type ApiProcess } from "@windlass/local-services/testing/api-process";
import { runWindlass } from "./testing/run-windlass.js";

let api: ApiProcess;
let db: Database;
let env: Record<string, string>;
const cleanups: (() => unknown)[] = [];

beforeAll(async () => {
  const test = await createTestDatabase(inject("databaseUrl"));
  db = openDatabase({ url: test.url });
  const configFolder = await mkdtemp(join(tmpdir(), "windlass-cli-"));
  env = { XDG_CONFIG_HOME: configFolder };
  cleanups.push(() => test.drop(), () => rm(configFolder, { recursive: true }), () => db.close());
  api = await startApi({ databaseUrl: test.url, redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl") });
  cleanups.push(() => api.stop());
});
afterAll(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

const windlass = (...args: string[]) => runWindlass(args, env);

async function json(...args: string[]) {
  const { code, stdout, stderr } = await windlass(...args, "--json");
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Takes a queued deployment as a worker does. */
async function hold(id: string): Promise<Fence> {
  const lease = await acquireLease(db.pool, { deploymentId: id, owner: "test" });
  if (lease.outcome !== "acquired") throw new Error(lease.outcome);
  expect(await admitDeployment(db.pool, lease.fence)).toMatchObject({ outcome: "admitted" });
  return lease.fence;
}

async function write(fence: Fence, from: number, to: number): Promise<void> {
  for (let number = from; number <= to; number += 1) {
    const payload = { step: "build", stream: "stdout", level: "info", text: `line ${number}` } as const;
    await appendEvents(db.pool, fence, [{ kind: "log", at: new Date(), payload }]);
  }
}

async function nextQueued(stage: string): Promise<string> {
  return vi.waitFor(async () => (await db.prisma.deployment.findFirstOrThrow({ where: { state: "queued", stage: { name: stage } } })).id, {
    timeout: 10_000,
  });
}

const lineNumbers = (text: string) => Array.from(text.matchAll(/line (\d+)$/gm), (match) => Number(match[1]));

describe("against the real API", () => {
  it("signs in with the password on standard input, and keeps a token", async () => {
    const login = ["login", "--server", api.url, "--email", administrator.email, "--password-stdin"];
    const wrong = await runWindlass(login, env, { stdin: "wrong-password" });
    expect([wrong.code, wrong.stderr.split("\n")[0]]).toEqual([1, expect.stringMatching(/^error: /)]);
    expect((await windlass("services", "list")).code).not.toBe(0);
    const right = await runWindlass(login, env, { stdin: `${administrator.password}\n` });
    expect(right).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining(`Signed in to ${api.url} as ${administrator.email} until 20`) });
    expect(await json("services", "list")).toEqual([]);
    expect(await json("accounts", "list")).toMatchObject([{ name: "sandbox", kind: "sandbox" }]);
    expect(await db.prisma.session.count()).toBe(0);
  });

  it("creates, lists, shows and deletes services and stages", async () => {
    expect(await json("services", "create", "orders", "--repo", "/srv/git/orders", "--dir", "./api/", "--config", "sls.yml")).toMatchObject({
      name: "orders",
      repository: "/srv/git/orders",
      dir: "api",
      config: "sls.yml",
      stages: [],
    });
    const taken = await windlass("services", "create", "orders", "--repo", "/srv/git/orders", "--json");
    expect([taken.code, JSON.parse(taken.stdout).error.code]).toEqual([1, "name_taken"]);
    expect((await windlass("stages", "create", "orders", "dev", "--account", "sandbox", "--region", "nowhere")).code).toBe(2);
    const stage = await json("stages", "create", "orders", "dev", "--account", "sandbox", "--region", "us-east-1", "--branch", "main", "--auto-deploy");
    expect(stage).toMatchObject({ service: "orders", name: "dev", branch: "main", autoDeploy: true, status: "never_deployed", outputs: {}, lastDeployment: null });
    expect(await json("stages", "show", "orders", "dev")).toEqual(stage);
    expect((await windlass("stages", "list", "orders")).stdout).toMatch(/^STAGE +ACCOUNT.*\ndev +sandbox +us-east-1 +main \(auto\) +never_deployed$/m);
    expect((await windlass("services", "show", "orders")).stdout).toContain("/srv/git/orders");
    expect(await json("repositories", "list")).toMatchObject([{ url: "/srv/git/orders", serviceCount: 1 }]);
    expect(await json("github", "status")).toMatchObject({ apps: [], isPublic: false });
    const lab = ["https://git.example.com/acme/web/lab.git", "--provider", "gitlab", "--token-stdin", "--json"];
    const added = await runWindlass(["repositories", "add", ...lab], env, { stdin: "glpat-secret\n" });
    expect(JSON.parse(added.stdout)).toMatchObject({ provider: "gitlab", fullName: "acme/web/lab", hasAccessToken: true });
    expect(await json("repositories", "token", "acme/web/lab", "--forget")).toMatchObject({ hasAccessToken: false });
    expect(await windlass("repositories", "add", "https://github.com/acme/lab", "--provider", "gitlab")).toMatchObject({ code: 2, stderr: expect.stringContaining("no address of a repository on a GitLab") });
    expect((await windlass("webhooks")).stdout).toMatch(/^GitLab \(signing token\) +\S+\/webhooks\/gitlab +whsec_\S+$/m);
    expect(await json("github", "repositories", "orders")).toEqual({ repositories: [], total: 0, problems: [] });
    expect((await windlass("rollback", "orders", "dev")).stderr).toContain("error: ");
    expect(await json("deployments", "orders", "dev")).toEqual([]);
    expect((await windlass("logs", "orders", "dev")).code).toBe(1);
    expect((await windlass("services", "show", "nothing")).code).toBe(1);
  });

  it("sends a working copy: what git tracks and does not ignore, with what was changed", async () => {
    const folder = await mkdtemp(join(tmpdir(), "windlass-working-copy-"));
    cleanups.push(() => rm(folder, { recursive: true }));
    const execute = promisify(execFile);
    const git = (...args: string[]) => execute("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", ...args], { cwd: folder });
    const deploy = (dir: string, ...more: string[]) => runWindlass(["deploy", "copy", "dev", "--dir", dir, ...more], env, { cwd: folder });
    await json("services", "create", "copy", "--repo", "/srv/git/copy");
    await json("stages", "create", "copy", "dev", "--account", "sandbox", "--region", "us-east-1");
    expect((await deploy(".")).stderr).toContain("is not in a git repository");
    await git("init", "--quiet", "--initial-branch=main");
    expect((await deploy(".")).stderr).toContain("Nothing is committed");
    await mkdir(join(folder, "api"));
    const files = { ".gitignore": "secret.env\nnode_modules\n", "a.txt": "a", "gone.txt": "g", "@at": "at", "api/run.sh": "#!/bin/sh\n", "wörld.txt": "w" };
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    await chmod(join(folder, "api/run.sh"), 0o755);
    await symlink("a.txt", join(folder, "link"));
    await git("add", "--all");
    await git("commit", "--quiet", "--message", "First; $(reboot)");
    const { stdout: sha } = await git("rev-parse", "HEAD");
    await writeFile(join(folder, "a.txt"), "changed");
    await writeFile(join(folder, "new.txt"), "n");
    await writeFile(join(folder, "secret.env"), "SECRET=1");
    await rm(join(folder, "gone.txt"));

    const { code, stdout, stderr } = await deploy("./api", "--json");
    expect([code, stderr]).toEqual([0, expect.stringMatching(/Sending 7 files .* with 3 changed files/)]);
    expect(JSON.parse(stdout)).toMatchObject({ state: "queued", ref: "main", commit: sha.trim() });
    const { options } = await db.prisma.deployment.findFirstOrThrow({ where: { state: "queued", stage: { service: { name: "copy" } } } });
    const { upload } = z.object({ upload: z.object({ hash: z.string() }) }).parse(options);
    const listed = await execute("tar", ["tvzf", uploadFile(api.dataDir, upload.hash)], { env: { LC_ALL: "C.UTF-8", PATH: process.env["PATH"] } });
    const entries = listed.stdout.trim().split("\n").map((line) => [line.slice(0, 10), line.replace(/^.*\d\d:\d\d /, "")].join(" "));
    expect(entries).toEqual([
      "-rw-r--r-- .gitignore", "-rw-r--r-- @at", "-rw-r--r-- a.txt", "-rwxr-xr-x api/run.sh", "lrwxrwxrwx link -> a.txt", "-rw-r--r-- new.txt", "-rw-r--r-- wörld.txt",
    ]);
    expect((await windlass("show", "copy", "dev", "1")).stdout).toMatch(/First; \$\(reboot\) \(uploaded, with 3 changed files\)[^]*source +uploaded by .*, from commit [0-9a-f]{10} \+ 3 changed files/);
    expect((await deploy(".", "--ref", "main")).code).toBe(2);
    expect((await windlass("cancel", "copy", "dev", "1")).code).toBe(0);
    // The same files are the same bytes, whenever they are packed.
    await deploy(".");
    expect(await db.prisma.upload.groupBy({ by: ["hash"] })).toHaveLength(1);
    expect((await windlass("cancel", "copy", "dev", "2")).code).toBe(0);
    await db.prisma.service.delete({ where: { name: "copy" } });
  });

  it("follows a log through a crash and restart of the API: no line is lost or shown twice", async () => {
    const written = { stdout: "", stderr: "" };
    const running = runWindlass(["deploy", "orders", "dev", "--follow", "--json"], env, { written });
    const fence = await hold(await nextQueued("dev"));
    await write(fence, 1, 40);
    await vi.waitFor(() => expect(lineNumbers(written.stderr).at(-1)).toBe(40), { timeout: 10_000 });
    await api.crash();
    await write(fence, 41, 80);
    await api.restart();
    await vi.waitFor(() => expect(lineNumbers(written.stderr).at(-1)).toBe(80), { timeout: 15_000 });
    await write(fence, 81, 120);
    const error = { code: "build_failed", message: "The build ended with exit code 2.", hint: "Read the log." } as const;
    expect(await advanceDeployment(db.pool, fence, { from: "preparing", to: "failed", error })).toMatchObject({ moved: true });
    const { code, stdout, stderr } = await running;
    expect(lineNumbers(stderr)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ service: "orders", stage: "dev", number: 1, kind: "deploy", state: "failed", error, commit: null, release: null, outputs: {} });
  });

  it("shows the deployment, its log and the list as JSON of one shape, and as text", async () => {
    const shown = await json("show", "orders", "dev", "1");
    expect(Object.keys(shown)).toEqual(
      expect.arrayContaining(["service", "stage", "number", "kind", "state", "commit", "release", "error", "outputs", "steps", "createdAt", "finishedAt"]),
    );
    expect(Object.keys(shown.error)).toEqual(["code", "message", "hint"]);
    expect(shown.steps.map((step: object) => Object.keys(step))).toEqual(shown.steps.map(() => ["name", "state", "durationMs"]));
    expect(await json("deployments", "orders", "dev")).toEqual([shown]);
    expect(await json("deployments", "show", "orders", "dev", "1")).toEqual(shown);
    const log = await json("logs", "orders", "dev");
    expect(log.map(({ seq }: { seq: number }) => seq)).toEqual(Array.from({ length: log.length }, (_, index) => index + 1));
    expect(lineNumbers((await windlass("logs", "orders", "dev", "1")).stdout)).toHaveLength(120);
    expect((await windlass("show", "orders", "dev", "1")).stdout).toContain("error build_failed: The build ended with exit code 2.\nhint: Read the log.");
  });

  it("waits with the steps on standard error and the result alone on standard output", async () => {
    const running = windlass("deploy", "orders", "dev", "--wait");
    const fence = await hold(await nextQueued("dev"));
    await write(fence, 1, 1);
    await advanceDeployment(db.pool, fence, { from: "preparing", to: "planning" });
    await advanceDeployment(db.pool, fence, { from: "planning", to: "succeeded" });
    const { code, stdout, stderr } = await running;
    expect([code, lineNumbers(stdout + stderr)]).toEqual([0, []]);
    expect(stdout).toMatch(/^deployment +orders\/dev #2 \(deploy\)\nstate +succeeded\n/);
  });

  it("pauses a stage, plans a freeze, overrides both for one deployment, and tells what cancelling would do", async () => {
    expect(await json("pause", "orders", "dev", "--reason", "moving the database")).toMatchObject({ hold: { reason: "paused", until: null } });
    const added = await json("freeze", "add", "orders", "dev", "--name", "Nights", "--days", "mon,Sunday", "--from", "22:00", "--to", "06:00", "--time-zone", "Europe/Berlin");
    expect(added).toMatchObject({ service: "orders", schedule: { kind: "weekly", days: [1, 7] } });
    expect(await json("freeze", "list", "orders", "dev")).toMatchObject([{ id: added.id }]);
    const wrong = await windlass("freeze", "add", "--name", "x", "--from", "22:00", "--time-zone", "Mars/Olympus");
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("time zone")]);
    const { number } = await json("deploy", "orders", "dev");
    expect(await json("queue")).toMatchObject({ running: [], waiting: [{ number, position: 1, reason: "paused", message: expect.stringContaining("moving the database") }] });
    expect((await windlass("queue")).stdout).toMatch(/orders\/dev #\d+ +1 +just now +Paused by/);
    expect(await json("cancel", "orders", "dev", String(number), "--dry-run")).toMatchObject({ state: "queued", allowed: true, ends: "cancelled" });
    expect(await json("override-freeze", "orders", "dev", String(number), "--reason", "checkout is down")).toMatchObject({ number, freezeOverriddenBy: expect.any(String) });
    expect(await json("cancel", "orders", "dev", String(number), "--wait")).toMatchObject({ state: "cancelled" });
    expect((await windlass("cancel", "orders", "dev", String(number))).stderr).toContain("was cancelled already");
    expect(await json("timeline", "orders", "dev", String(number))).toMatchObject({ ended: true, rows: [{ group: "queue", state: "waiting" }] });
    expect((await windlass("timeline", "orders", "dev", "2")).stdout).toMatch(/queue +\|·+/);
    expect(await json("freeze", "remove", added.id)).toEqual({ id: added.id, removed: true });
    expect(await json("resume", "orders", "dev")).toMatchObject({ hold: null });
  });

  it("sets which pushes deploy a stage, and lists, shows and reprocesses deliveries", async () => {
    await json("services", "create", "mono", "--repo", "https://github.com/acme/mono.git", "--dir", "api");
    await json("stages", "create", "mono", "dev", "--account", "sandbox", "--region", "us-east-1");
    const set = await json("stages", "triggers", "mono", "dev", "--auto-deploy", "--paths", "api/**", "!**/*.md");
    expect(set).toMatchObject({ autoDeploy: true, branch: null, branches: [], tags: [], paths: ["api/**", "!**/*.md"] });
    expect(set.explanation[0]).toBe("Deploys pushes of the branch main that change a file of api/** but not **/*.md.");
    expect((await json("stages", "triggers", "mono", "dev", "--no-paths", "--tags", "v*")).explanation[0]).toBe("Deploys pushes of tags that match v* that change something in api/.");
    const wrong = await windlass("stages", "triggers", "mono", "dev", "--paths", "(a+)+");
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("settings.deploys.paths.0")]);

    const body = JSON.stringify({ ref: "refs/heads/main", repository: { full_name: "acme/mono" }, head_commit: { id: "a".repeat(40) } });
    const { id } = await acceptDelivery(db, { provider: "github", deliveryId: "cli-1", event: "push", headers: { "x-github-event": "push" }, body });
    await processDelivery(systemContext(db, "test"), { deliveryId: id });
    expect(await json("deliveries", "list", "--event", "push", "--repository", "ACME/mono", "--outcome", "no_matching_branch")).toMatchObject([{ id, reason: "no_matching_branch" }]);
    expect(await json("deliveries", "show", id)).toMatchObject({ decisions: [{ service: "mono", stage: "dev", reason: "no_matching_branch" }], headers: { "x-github-event": "push" } });
    expect((await windlass("deliveries", "show", id)).stdout).toMatch(/mono\/dev +no_matching_branch +Follows tags that match v\*\./);
    const reprocessed = windlass("deliveries", "reprocess", id);
    await vi.waitFor(async () => expect(await db.prisma.delivery.findFirst({ where: { id, reason: "pending" } })).not.toBeNull(), { timeout: 10_000 });
    await processDelivery(systemContext(db, "test"), { deliveryId: id });
    expect((await reprocessed).stdout).toContain("no_matching_branch");
    expect((await windlass("deliveries", "list", "--outcome", "nonsense")).code).toBe(2);
  });

  it("changes where a service is and how it is built, and takes each of it back", async () => {
    await json("services", "create", "settled", "--repo", "/srv/git/settled");
    const changed = { dir: "app", config: "sls.yml", buildCommand: ["npm", "run", "build"], submodules: true, lfs: true };
    expect(await json("services", "settings", "settled", "--dir", "./app/", "--config", "sls.yml", "--submodules", "--lfs", "--build", "npm", "run", "build")).toMatchObject(changed);
    expect(await json("services", "settings", "settled")).toMatchObject(changed);
    expect((await windlass("services", "settings", "settled")).stdout).toMatch(/^ *build +npm run build\n *submodules +fetched\n *git lfs +fetched$/m);
    expect(await json("services", "settings", "settled", "--dir", ".", "--no-config", "--no-build", "--no-submodules", "--no-lfs")).toMatchObject({ dir: "", config: null, buildCommand: null, submodules: false, lfs: false });
    expect((await windlass("services", "settings", "settled", "--dir", "../out")).code).not.toBe(0);
  });

  it("says who comes before whom, deploys all in waves, and ends well only where all of them do", async () => {
    for (const name of ["wave-a", "wave-b"]) {
      await json("services", "create", name, "--repo", "/srv/git/waves", "--dir", name);
      await json("stages", "create", name, "dev", "--account", "sandbox", "--region", "us-east-1");
    }
    expect(await json("services", "depends", "wave-b", "--on", "wave-a", "--input", "URL=${wave-a.Url}", "--input", "KEY=a=b")).toMatchObject({ dependsOn: ["wave-a"], inputs: { URL: "${wave-a.Url}", KEY: "a=b" } });
    expect(await json("services", "depends", "wave-b", "--no-on", "--drop-input", "KEY")).toMatchObject({ dependsOn: [], inputs: { URL: "${wave-a.Url}" }, dependencies: ["wave-a"] });
    expect((await windlass("services", "depends", "wave-b")).stdout).toBe("wave-b is deployed after wave-a.\n  URL = ${wave-a.Url}\n");
    expect((await windlass("services", "depends", "wave-a", "--on", "wave-b")).stderr).toMatch(/wave-(a|b) → wave-(a|b) → wave-(a|b)/);
    expect((await windlass("deploy", "--all", "--repo", "/srv/git/waves")).code).toBe(2);
    expect((await windlass("deploy", "--all", "--stage", "dev")).stderr).toContain("--repo is missing");
    expect((await windlass("deploy", "orders")).code).toBe(2);

    const running = windlass("deploy", "--all", "--stage", "dev", "--repo", "/srv/git/waves", "--wait");
    const stage = { service: { name: "wave-a" } };
    const { id } = await vi.waitFor(() => db.prisma.deployment.findFirstOrThrow({ where: { stage, state: "queued" } }), { timeout: 10_000 });
    const fence = await hold(id);
    await advanceDeployment(db.pool, fence, { from: "preparing", to: "failed", error: { code: "build_failed", message: "It broke.", hint: "Read the log." } });
    const waiting = await db.prisma.deployment.findFirstOrThrow({ where: { stage: { service: { name: "wave-b" } } } });
    const lease = await acquireLease(db.pool, { deploymentId: waiting.id, owner: "test" });
    expect(lease.outcome === "acquired" && (await admitDeployment(db.pool, lease.fence))).toMatchObject({ outcome: "skipped" });
    const { code, stdout, stderr } = await running;
    expect([code, stderr]).toEqual([1, expect.stringContaining("wave 2  wave-b/dev #1  queued  Waits for wave-a/dev #1")]);
    expect(stdout).toMatch(/2 +wave-b\/dev #1 +skipped +Skipped: wave-a\/dev #1, which it depends on, failed\./);
    const group = await json("group", waiting.groupId ?? "");
    expect(group).toMatchObject({ state: "failed", waves: [{ wave: 1, deployments: [{ service: "wave-a", state: "failed" }] }, { wave: 2, deployments: [{ service: "wave-b", state: "skipped" }] }] });

    await db.prisma.stage.updateMany({ where: { service: { name: { startsWith: "wave-" } } }, data: { status: "live" } });
    const removal = await json("remove", "--all", "--stage", "dev", "--only", "wave-a", "wave-b", "--confirm", "dev");
    expect(removal).toMatchObject({ kind: "remove", state: "running", waves: [{ deployments: [{ service: "wave-b" }] }, { deployments: [{ service: "wave-a" }] }] });
    expect(await json("groups", "--limit", "2")).toMatchObject([{ id: removal.id, kind: "remove", services: ["wave-b", "wave-a"], counts: { waiting: 2 } }, { id: group.id, kind: "deploy", counts: { failed: 1, skipped: 1 } }]);
    expect((await windlass("groups")).stdout).toMatch(/remove +running +dev +wave-b, wave-a/);
  });

  it("plans and imports a compose file, once", async () => {
    await json("services", "create", "shop-a", "--repo", "/srv/git/shop", "--dir", "a");
    const folder = await mkdtemp(join(tmpdir(), "windlass-compose-"));
    cleanups.push(() => rm(folder, { recursive: true }));
    const file = join(folder, "compose.yml");
    const compose = (...args: string[]) => windlass("compose", ...args, "--repo", "/srv/git/shop", "--file", file);
    expect((await compose("plan")).stderr).toContain("There is no ");
    await writeFile(file, 'services:\n  a: { path: ./a }\n  b: { path: b, params: { URL: "${a.Url}", HOME: "${env:HOME}" } }\n');
    const planned = await compose("plan");
    expect([planned.code, planned.stdout]).toEqual([0, expect.stringMatching(/a +shop-a +same +1 +a\nb +b +create +2 +b\n\nb: input URL = \$\{shop-a\.Url\}\nb: parameter HOME is left out\./)]);
    expect((await compose("import", "--stage", "dev")).code).toBe(2);
    expect((await compose("import", "--stage", "dev", "--account", "sandbox", "--region", "us-east-1")).stdout).toMatch(/^Done\./);
    expect(await json("services", "show", "b")).toMatchObject({ dir: "b", inputs: { URL: "${shop-a.Url}" }, dependencies: ["shop-a"], stages: [{ name: "dev" }] });
    expect((await compose("import")).stdout).toMatch(/b +b +same/);
    await writeFile(file, "services:\n  a: { path: a, dependsOn: b }\n  b: { path: b, dependsOn: a }\n");
    const refused = await compose("plan");
    expect([refused.code, refused.stdout]).toEqual([1, expect.stringContaining("error: The services depend on each other in a circle: ")]);
    expect((await compose("import")).stderr).toContain("circle");
  });

  it("sets what a repository's forge is told and who may deploy a stage by a comment, and tells of a deployment again", async () => {
    const [repository] = (await json("repositories", "list")).filter(({ url }: { url: string }) => url === "/srv/git/waves");
    const all = { status: true, deployments: true, comment: true, commands: true };
    expect(await json("repositories", "reports", "/srv/git/waves")).toEqual(all);
    expect(await json("repositories", "reports", repository.id, "--comment", "off", "--commands", "off")).toEqual({ ...all, comment: false, commands: false });
    expect((await windlass("repositories", "reports", "/srv/git/waves", "--comment", "on")).stdout).toMatch(/^status +on\ndeployments +on\ncomment +on\ncommands +off\n$/);
    expect(await windlass("repositories", "reports", "/srv/git/none")).toMatchObject({ code: 2, stderr: expect.stringContaining("There is no repository /srv/git/none.") });
    expect((await windlass("repositories", "reports", "/srv/git/waves", "--comment", "maybe")).code).toBe(2);

    expect(await json("stages", "github", "wave-a", "dev")).toEqual({ production: "auto", commands: "write" });
    expect(await json("stages", "github", "wave-a", "dev", "--commands", "admin")).toEqual({ production: "auto", commands: "admin" });
    expect((await windlass("stages", "github", "wave-a", "dev", "--production", "yes")).stdout).toMatch(/^production +yes\ncommands +admin\n$/);
    expect((await windlass("stages", "github", "wave-a", "dev", "--commands", "everybody")).code).toBe(2);

    expect(await windlass("report", "wave-a", "dev", "1")).toMatchObject({ code: 1, stderr: expect.stringContaining("Nothing of wave-a/dev #1 is told to anybody.") });
    const { id } = await db.prisma.deployment.findFirstOrThrow({ where: { number: 1, stage: { service: { name: "wave-a" } } } });
    const refused = { code: "forge_denied", message: "Refused.", hint: "Give it back." };
    const sent = { check: { id: "7", url: null, begun: false, digest: "abc", state: "success", at: "2026-11-29T00:00:00.000Z", annotations: 2 } };
    await db.prisma.forgeReport.create({ data: { id: crypto.randomUUID(), deploymentId: id, version: 2, reportedVersion: 2, attempts: 3, error: refused, sent } });
    expect((await windlass("report", "wave-a", "dev", "1")).stdout).toContain("windlass show wave-a dev 1");
    expect(await db.prisma.forgeReport.findUniqueOrThrow({ where: { deploymentId: id } })).toMatchObject({ version: 3, reportedVersion: 2, attempts: 0, error: null, sent: { check: { ...sent.check, digest: null } } });
  });

  it("says who is signed in, and who that is on GitHub", async () => {
    expect(await json("me")).toMatchObject({ role: "admin", githubLogin: null });
    expect(await json("me", "--github-login", "Ada-L")).toMatchObject({ githubLogin: "ada-l" });
    expect((await windlass("me")).stdout).toMatch(/on GitHub +ada-l\n$/);
    expect((await windlass("me", "--github-login", "@ada")).stderr).toContain("without @");
    expect(await json("me", "--no-github-login")).toMatchObject({ githubLogin: null });
  });

  it("sets which pull requests get previews, and lists, shows, pins, asks for and removes them", async () => {
    const set = await json("previews", "settings", "mono", "--on", "--base-stage", "dev", "--labels", "preview", "--parameters", "*", "!db*", "--ttl-hours", "24");
    expect(set).toMatchObject({ enabled: true, baseStage: "dev", labels: ["preview"], parameters: ["*", "!db*"], secrets: false, ttlHours: 24, limit: 10 });
    expect((await windlass("previews", "settings", "mono", "--no-labels")).stdout).toMatch(/Saved\.\npreviews +on\nbase stage +dev\n/);
    expect(await windlass("previews", "settings", "mono", "--base-stage", "nowhere")).toMatchObject({ code: 2, stderr: expect.stringContaining("has no stage nowhere") });
    expect(await json("previews", "settings", "mono", "--account", "sandbox", "--region", "eu-west-1", "--gives", "plan")).toMatchObject({ account: "sandbox", region: "eu-west-1", gives: "plan" });
    expect((await windlass("previews", "settings", "mono")).stdout).toMatch(/pull requests get +a plan for the base stage\naccount +sandbox\nregion +eu-west-1\n/);
    expect(await json("previews", "settings", "mono", "--no-account", "--no-region", "--gives", "environment")).toMatchObject({ account: null, region: null, gives: "environment" });
    expect(await windlass("previews", "settings", "mono", "--account", "nowhere")).toMatchObject({ code: 2, stderr: expect.stringContaining("There is no account nowhere") });
    expect((await windlass("previews", "list")).stdout).toContain("No previews.");

    const sha = "b".repeat(40);
    const side = (ref: string, id: number) => ({ sha, ref, repo: { id, full_name: "x/mono" } });
    const pull = { number: 7, title: "Try \u001b[31mit", html_url: "https://github.com/acme/mono/pull/7", state: "open", user: { id: 5, login: "mallory" }, head: side("evil", 2), base: side("main", 1), updated_at: "2026-11-28T12:00:00Z" };
    const body = JSON.stringify({ action: "opened", repository: { full_name: "acme/mono" }, sender: { id: 5, login: "mallory" }, pull_request: pull });
    const { id } = await acceptDelivery(db, { provider: "github", deliveryId: "cli-pull", event: "pull_request", body });
    await processDelivery(systemContext(db, "test"), { deliveryId: id, pulls: { forges: async () => null, keyring: openKeyring({ masterKey: randomBytes(32) }) } });
    expect(await json("previews", "list", "--service", "mono", "--state", "awaiting_approval")).toMatchObject([{ service: "mono", stage: null, sha, reason: "fork", pullRequest: { number: 7, isFork: true } }]);
    const shown = (await windlass("previews", "show", "mono", "7")).stdout;
    expect(shown).toMatch(/state +awaiting_approval \(fork\)/);
    expect(shown).not.toContain("\u001b[31m");
    expect(await json("previews", "pin", "mono", "7")).toMatchObject({ pinned: { by: expect.any(String) }, expiresAt: null });
    expect(await json("previews", "unpin", "mono", "7")).toMatchObject({ pinned: null });
    expect(await windlass("previews", "approve", "mono", "7", "--commit", "c".repeat(40))).toMatchObject({ code: 1, stderr: expect.stringContaining("not cccccccccccc") });
    expect(await json("previews", "approve", "mono", "7", "--commit", sha)).toMatchObject({ state: "open", stage: "pr-7", approval: { sha }, deployment: { number: 1, state: "queued" } });
    expect(await json("previews", "request", "mono", "7")).toMatchObject({ services: ["mono"] });
    expect(await json("previews", "remove", "mono", "7")).toMatchObject({ state: "removing", reason: "stopped" });
  });

  it("gives up with server_unreachable when the server stays away", async () => {
    expect(await json("deploy", "orders", "dev")).toMatchObject({ number: 4, state: "queued", finishedAt: null });
    const token = readLogin(env)?.token;
    const client = createClient({ baseUrl: api.url, token });
    const deployment = await client.deployments.get({ service: "orders", stage: "dev", number: 4 });
    const live = openLive({ url: liveUrl(api.url), WebSocket, token });
    cleanups.push(() => live.close());
    const following = followDeployment(client, live, { deployment, after: 0, onEvents: () => undefined, giveUpMs: 1_000 });
    following.catch(() => undefined);
    await vi.waitFor(() => expect(live.status()).toBe("open"));
    await api.crash();
    await expect(following).rejects.toMatchObject({ code: "server_unreachable" });
    expect((await windlass("services", "list")).code).toBe(3);
  });
});
