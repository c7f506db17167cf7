import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startChild, tailOf } from "./child.js";
import { findProgram } from "./find-program.js";
import { canInstallDebianPackages } from "./install-debian-package.js";
import { runCommand } from "./run-command.js";
import { ServiceError } from "./service-error.js";

/** A Docker engine, as DOCKER_HOST names it. */
export interface DockerEngine {
  host: string;
  stop(): Promise<void>;
}

const usualSocket = "/var/run/docker.sock";
const packages = ["docker.io", "containerd", "runc"];
const hint = "Start a Docker engine, or run as root on Debian, where one is fetched and started for the time of the tests.";
const startTimeoutMs = 30_000;

/**
 * The engine that the machine has; else one of its own, for root on Debian, from the distribution's packages, which are unpacked beside `folder`'s other files
 * and not installed. It has no network and no images, and goes with `stop`.
 * @throws ServiceError when there is none and none can be started.
 */
export async function needDockerEngine(folder: string): Promise<DockerEngine> {
  if (existsSync(usualSocket) && (await answers(usualSocket))) return { host: `unix://${usualSocket}`, stop: async () => undefined };
  if (!canInstallDebianPackages()) throw new ServiceError("There is no Docker engine on this machine", hint);
  const programs = findProgram(["dockerd"]) ? "" : await unpackEngine(folder);
  const run = await mkdtemp(join(tmpdir(), "windlass-docker-"));
  const [socket, logFile] = [join(run, "docker.sock"), join(run, "dockerd.log")];
  const env = { ...process.env, PATH: [programs, process.env["PATH"] ?? ""].join(delimiter) };
  const command = findProgram(["dockerd"], env.PATH) ?? "dockerd";
  const args = ["--data-root", join(run, "data"), "--exec-root", join(run, "exec"), "--pidfile", join(run, "pid"), "--host", `unix://${socket}`];
  const apart = ["--iptables=false", "--ip6tables=false", "--ip-forward=false", "--bridge=none", "--cgroup-parent=/windlass-test"];
  const child = await startChild({ command, args: [...args, ...apart], env, logFile });
  const stop = async (): Promise<void> => {
    await endContainers(socket);
    await child.end();
    // It leaves some mounts behind.
    await runCommand("umount", ["--recursive", join(run, "data")]);
    await rm(run, { recursive: true, force: true });
  };
  let end: string | null = null;
  void child.ended.then((why) => (end = why));
  for (const startedAt = performance.now(); !(await answers(socket)); await delay(100)) {
    if (end === null && performance.now() - startedAt < startTimeoutMs) continue;
    const said = tailOf(logFile, 5);
    await stop();
    throw new ServiceError(`The Docker engine did not start: ${said}`, hint);
  }
  return { host: `unix://${socket}`, stop };
}

/** Where the programs are. */
async function unpackEngine(folder: string): Promise<string> {
  const target = join(folder, "docker-engine");
  const programs = [join(target, "usr/sbin"), join(target, "usr/bin")].join(delimiter);
  if (existsSync(join(target, "usr/sbin/runc"))) return programs; // The last of them.
  await mkdir(target, { recursive: true });
  const fetched = await runCommand("apt-get", ["download", ...packages], { cwd: target, timeoutMs: 300_000 });
  if (fetched.code !== 0) throw new ServiceError(`apt-get could not fetch ${packages.join(", ")}: ${fetched.stderr.trim().slice(-500)}`, hint);
  for (const file of (await readdir(target)).filter((name) => name.endsWith(".deb"))) {
    const unpacked = await runCommand("dpkg", ["--extract", join(target, file), target]);
    if (unpacked.code !== 0) throw new ServiceError(`${file} could not be unpacked: ${unpacked.stderr.trim()}`, hint);
    await rm(join(target, file));
  }
  return programs;
}

/** Containers outlive their engine. */
async function endContainers(socket: string): Promise<void> {
  const listed = await ask(socket, "GET", "/containers/json?all=1").catch(() => null);
  const containers: unknown = listed === null ? [] : JSON.parse(listed);
  if (!Array.isArray(containers)) return;
  for (const { Id } of containers) await ask(socket, "DELETE", `/containers/${Id}?force=1`).catch(() => null);
}

async function ask(socketPath: string, method: string, path: string): Promise<string> {
  const asked = request({ socketPath, method, path, timeout: 30_000 }).end();
  const [answer] = await once(asked, "response");
  return Buffer.concat(await answer.toArray()).toString("utf8");
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ socketPath, path: "/_ping", timeout: 5_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(false));
    asked.end();
  });
}
