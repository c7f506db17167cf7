import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { startChild, type Child } from "./child.js";
import { freePort, isPortFree } from "./free-port.js";
import { prepareSandbox } from "./sandbox-environment.js";
import { ServiceError } from "./service-error.js";
import { waitUntilReady } from "./wait-until.js";

export interface SandboxOptions {
  /** Holds the port and, when `persistent`, the emulator's state. */
  dataDir: string;
  logFile: string;
  /** Where the Python environment is, or is made: no state, so all instances of a clone share it. */
  environmentDir: string;
  /** Keeps stacks, functions and logs over a clean restart. */
  persistent: boolean;
  /** Ends the installation and the start. */
  signal?: AbortSignal | undefined;
}

export interface Sandbox {
  readonly url: string;
  readonly child: Child;
  /** Stops the emulator, which writes its state first, and the functions that it runs. */
  stop(): Promise<void>;
}

/**
 * Starts the AWS emulator (MiniStack) on the loopback interface. A persistent one keeps its port, because addresses
 * of deployed endpoints are stored.
 * @throws ServiceError when it cannot be installed or does not start.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const python = await prepareSandbox(options.environmentDir, options.signal);
  mkdirSync(options.dataDir, { recursive: true });
  const port = options.persistent ? await lastingPort(join(options.dataDir, "port")) : await freePort();
  const child = await startChild({
    command: python,
    args: ["-m", "ministack"],
    cwd: options.dataDir,
    env: emulatorEnvironment(options, { port, python }),
    logFile: options.logFile,
  });
  const url = `http://127.0.0.1:${port}`;
  const check = async () => (await fetch(`${url}/_ministack/health`, { signal: AbortSignal.timeout(2_000) })).ok;
  const { logFile, signal } = options;
  await waitUntilReady({ name: "The AWS sandbox", child, logFile, timeoutMs: 60_000, signal, check });
  return { url, child, stop: () => child.end("SIGTERM", 15_000) };
}

/** Functions run as processes of the emulator: it and they get no variable of ours but the PATH. */
function emulatorEnvironment(options: SandboxOptions, at: { port: number; python: string }): NodeJS.ProcessEnv {
  const temporary = join(options.dataDir, "tmp");
  mkdirSync(temporary, { recursive: true });
  return {
    PATH: [dirname(process.execPath), process.env.PATH].join(":"),
    HOME: options.dataDir,
    TMPDIR: temporary,
    GATEWAY_PORT: String(at.port),
    BIND_HOST: "127.0.0.1",
    IOT_MTLS_ENABLED: "0",
    PERSIST_STATE: options.persistent ? "1" : "0",
    S3_PERSIST: options.persistent ? "1" : "0",
    STATE_DIR: join(options.dataDir, "state"),
    S3_DATA_DIR: join(options.dataDir, "s3"),
    PYTHONDONTWRITEBYTECODE: "1",
  };
}

async function lastingPort(file: string): Promise<number> {
  const stored = existsSync(file) ? Number(readFileSync(file, "utf8")) : null;
  if (stored === null) {
    const port = await freePort();
    writeFileSync(file, String(port));
    return port;
  }
  if (await isPortFree(stored)) return stored;
  throw new ServiceError(
    `Port ${stored}, at which the sandbox's deployed endpoints are, is taken by another program`,
    `End that program, or delete ${file}: the sandbox then moves, and its stages need one deployment to get their new addresses.`,
  );
}
