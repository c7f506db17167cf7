import { randomBytes } from "node:crypto";
import { mkdirSync } from "node:fs";
import { connect } from "node:net";
import { startChild, type Child } from "./child.js";
import { findProgram } from "./find-program.js";
import { freePort } from "./free-port.js";
import { canInstallDebianPackages, installDebianPackages } from "./install-debian-package.js";
import { ServiceError } from "./service-error.js";
import { waitUntilReady } from "./wait-until.js";

export interface RedisOptions {
  dataDir: string;
  logFile: string;
  /** Where and how it is reached; a free port and a random password when they are left out. */
  address?: { port: number; password: string };
}

export interface LocalRedis {
  readonly url: string;
  readonly address: { port: number; password: string };
  readonly child: Child;
  stop(): Promise<void>;
}

/**
 * Starts a Redis of our own on a free port of the loopback interface: nothing on disk, nothing evicted, a random password.
 * The program is the one on the PATH; root on Debian gets it from apt-get.
 * @throws ServiceError when there is none, or it does not start.
 */
export async function startRedis(options: RedisOptions): Promise<LocalRedis> {
  const program = await redisProgram();
  const address = options.address ?? { port: await freePort(), password: randomBytes(24).toString("hex") };
  mkdirSync(options.dataDir, { recursive: true });
  const child = await startChild({
    command: program,
    args: ["-"],
    input: configuration({ ...address, dataDir: options.dataDir }),
    env: { PATH: process.env.PATH, LC_ALL: "C" },
    logFile: options.logFile,
  });
  const check = () => answersPing(address);
  await waitUntilReady({ name: "Redis", child, logFile: options.logFile, timeoutMs: 20_000, check });
  return { url: `redis://:${address.password}@127.0.0.1:${address.port}`, address, child, stop: () => child.end("SIGTERM", 5_000) };
}

/**
 * The path of a Redis or Valkey server.
 * @throws ServiceError when there is none and none can be installed.
 */
export async function redisProgram(): Promise<string> {
  const names = ["redis-server", "valkey-server"];
  const found = findProgram(names);
  if (found) return found;
  const hint = "Install redis-server or valkey-server (Debian: apt-get install redis-server, macOS: brew install redis), or set REDIS_URL.";
  if (!canInstallDebianPackages()) throw new ServiceError("There is no Redis on this machine", hint);
  await installDebianPackages(["redis-server"]);
  const installed = findProgram(names);
  if (!installed) throw new ServiceError("redis-server was installed but is not on the PATH", hint);
  return installed;
}

/** Read from standard input, so that the password is not in the list of processes. */
function configuration(values: { port: number; password: string; dataDir: string }): string {
  return [
    "bind 127.0.0.1",
    `port ${values.port}`,
    `requirepass ${values.password}`,
    `dir "${values.dataDir}"`,
    'save ""',
    "appendonly no",
    "maxmemory-policy noeviction",
    "daemonize no",
    // One for each test file that wants its own.
    "databases 64",
    "",
  ].join("\n");
}

/** Whether the server answers a PING. */
function answersPing({ port, password }: { port: number; password: string }): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(`AUTH ${password}\r\nPING\r\n`));
    let answer = "";
    socket.setTimeout(1_000, () => socket.destroy(new Error("no answer")));
    socket.on("data", (data) => {
      answer += data.toString("latin1");
      if (answer.includes("+PONG")) resolve(true);
      if (answer.includes("-")) resolve(false);
      if (answer.includes("+PONG") || answer.includes("-")) socket.end();
    });
    socket.once("error", reject);
    socket.once("close", () => resolve(false));
  });
}
