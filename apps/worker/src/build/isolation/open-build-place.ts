import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { readOwnProgram } from "@windlass/compiler/own-program";
import { upstreamOf } from "../../network/upstream-proxy.js";
import { findAllowed, type AllowedHost } from "../../network/allowed-hosts.js";
import { runProcess } from "../../process/run-process.js";
import { buildEnvironment, cellEnvironment, type EnvironmentInput } from "../build-environment.js";
import { nodeFolders } from "../node-folders.js";
import { enclose, type Cell, type Command } from "./enclose.js";
import type { Bubblewrap, BuildLimits, Isolation } from "./isolation.js";
import { openBuildProxy } from "./open-build-proxy.js";
import { etcFiles } from "./show-system.js";

export type BuildPlaceInput = Omit<EnvironmentInput, "home" | "nodeProgram" | "cache"> & {
  isolation: Isolation;
  limits: BuildLimits;
  hosts: readonly AllowedHost[];
  workDir: string;
  /** The repository's files. */
  root: string;
  /** Shared by builds of people who may push; null where this one gets none. */
  packageCache: string | null;
  /** What the build may read besides, such as the objects of the repository's history. */
  readOnly: readonly string[];
  nodeProgram: string;
  signal: AbortSignal;
  onRefused: (place: string, reason: string | null) => void;
};

/** Where the commands of one build run, and how. */
export type BuildPlace = {
  /** The command to start in place of `command`, with its whole environment. */
  prepare(command: Command & { cwd: string }): Command & { cwd: string; env: Record<string, string> };
  /** The same without the network, for a command that is given an environment, and one file to read besides. */
  encloseConfig(command: Command & { cwd: string; reads: string }): Command;
  /** What the build may write. */
  folders: readonly string[];
  isIsolated: boolean;
  close(): Promise<void>;
};

/** Inside, where nothing else listens. */
const proxyPort = 3128;
const proxyFolder = "/run/windlass";

/** Makes the folders of a build, opens its way to the network and gives what it may write to the user that it runs as. */
export async function openBuildPlace(input: BuildPlaceInput): Promise<BuildPlace> {
  const { isolation, workDir, root, packageCache } = input;
  const home = join(workDir, "home");
  const folders = { source: root, home, tmp: join(workDir, "tmp"), shm: join(workDir, "shm"), net: join(workDir, "net"), etc: join(workDir, "etc") };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  const cache = packageCache ?? join(home, ".npm");
  await mkdir(cache, { recursive: true });
  if (isolation.kind === "none") {
    const env = buildEnvironment({ ...input, home, cache });
    return { prepare: (command) => ({ ...command, env }), encloseConfig: (command) => command, folders: [root, home], isIsolated: false, close: async () => undefined };
  }
  return isolate({ ...input, isolation, cache, folders });
}

type Folders = Record<"source" | "home" | "tmp" | "shm" | "net" | "etc", string>;

async function isolate(input: BuildPlaceInput & { isolation: Bubblewrap; cache: string; folders: Folders }): Promise<BuildPlace> {
  const { isolation, limits, hosts, folders, cache, nodeProgram, onRefused } = input;
  const own = [folders.source, folders.home, folders.tmp, folders.shm];
  await giveTo(isolation.runAs, { own, cache, signal: input.signal });
  const env = cellEnvironment({ ...input, home: folders.home, cache, proxyPort });
  const { NODE_EXTRA_CA_CERTS: certificates, ...plain } = env;
  const etc = etcFiles(isolation.runAs ?? process.getuid?.() ?? 0, folders.home);
  for (const [name, text] of Object.entries(etc)) await writeFile(join(folders.etc, name), text);
  const cell: Cell = {
    writable: [folders.source, folders.home, cache],
    readOnly: [...(await nodeFolders(nodeProgram)), ...(await nodeFolders(process.execPath)), ...certificateFiles(env), ...input.readOnly],
    placed: [
      { path: folders.tmp, at: "/tmp", writable: true },
      { path: folders.shm, at: "/dev/shm", writable: true },
      { path: folders.net, at: proxyFolder, writable: false },
      ...Object.keys(etc).map((name) => ({ path: join(folders.etc, name), at: `/etc/${name}`, writable: false })),
    ],
    limits,
  };
  const enter = await readOwnProgram(new URL("./enter-network", import.meta.url));
  const proxy = await openBuildProxy({ folder: folders.net, findHost: (wanted) => findAllowed(hosts, wanted), upstream: upstreamOf(process.env), onRefused });
  return {
    prepare: ({ program, args, cwd }) => {
      const told = [`${proxyFolder}/proxy.sock`, String(proxyPort), cwd, certificates ?? ""];
      const entered = ["--input-type=module", "--eval", enter, "--", ...told, program, ...args];
      return { ...enclose(isolation, { program: process.execPath, args: entered }, cell), cwd: folders.home, env: plain };
    },
    encloseConfig: ({ program, args, cwd, reads }) =>
      enclose(isolation, { program: "env", args: [`--chdir=${cwd}`, program, ...args] }, { ...cell, readOnly: [...cell.readOnly, reads] }),
    folders: own,
    isIsolated: true,
    close: () => proxy.close(),
  };
}

const certificateFiles = (env: Record<string, string>): string[] => ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"].flatMap((name) => env[name] ?? []);

/** What root made is given to the builds' user. The cache only once: what builds put there is theirs. */
async function giveTo(user: number | null, { own, cache, signal }: { own: readonly string[]; cache: string; signal: AbortSignal }): Promise<void> {
  if (user === null) return;
  const cacheIsTheirs = (await stat(cache)).uid === user;
  const paths = cacheIsTheirs ? own : [...own, cache];
  const given = await runProcess({
    program: "chown",
    args: ["-R", "--no-dereference", `${user}:${user}`, "--", ...paths],
    cwd: dirname(cache),
    env: { PATH: process.env["PATH"] ?? "/usr/bin:/bin" },
    timeoutMs: 120_000,
    signal,
  });
  if (given.ended !== "exited" || given.code !== 0) throw new Error(`The build's files could not be given to its user: ${JSON.stringify(given)}`);
}
