import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readOwnProgram } from "@windlass/compiler/own-program";
import { gateDescriptor } from "../../process/run-process.js";
import { upstreamOf } from "../../network/upstream-proxy.js";
import { findAllowed } from "../../network/allowed-hosts.js";
import { buildEnvironment, cellEnvironment } from "../build-environment.js";
import { nodeFolders } from "../node-folders.js";
import { openContainerPlace } from "../container/open-container-place.js";
import type { BuildFolders, BuildPlace, BuildPlaceInput } from "./build-place.js";
import { enclose, type Cell } from "./enclose.js";
import { giveTo } from "./give-to.js";
import type { Bubblewrap } from "./isolation.js";
import { openBuildProxy } from "./open-build-proxy.js";
import { enterProcessorGroups } from "./processor-groups.js";
import { writeEtc } from "./write-etc.js";

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
    return { prepare: (command) => ({ ...command, env }), encloseConfig: (command) => command, folders: [root, home], ...unwatched, close: async () => undefined };
  }
  if (isolation.kind === "container") return openContainerPlace({ ...input, isolation, cache, folders });
  return isolate({ ...input, isolation, cache, folders });
}

const unwatched = { isIsolated: false, isWatchedByPid: false, excess: async () => null };

async function isolate(input: BuildPlaceInput & { isolation: Bubblewrap; cache: string; folders: BuildFolders }): Promise<BuildPlace> {
  const { isolation, limits, hosts, folders, cache, nodeProgram, onRefused } = input;
  const own = [folders.source, folders.home, folders.tmp, folders.shm];
  await giveTo(isolation.runAs, { own, cache, signal: input.signal });
  const env = cellEnvironment({ ...input, home: folders.home, cache, proxyPort });
  const { NODE_EXTRA_CA_CERTS: certificates, ...plain } = env;
  const etc = await writeEtc(folders.etc, { user: isolation.runAs ?? process.getuid?.() ?? 0, home: folders.home });
  const cell: Cell = {
    writable: [folders.source, folders.home, cache],
    readOnly: [...(await nodeFolders(nodeProgram)), ...(await nodeFolders(process.execPath)), ...certificateFiles(env), ...input.readOnly],
    placed: [
      { path: folders.tmp, at: "/tmp", writable: true },
      { path: folders.shm, at: "/dev/shm", writable: true },
      { path: folders.net, at: proxyFolder, writable: false },
      ...etc,
    ],
    limits,
  };
  const groups = isolation.processorGroups;
  const admitted: Cell = groups.length === 0 ? cell : { ...cell, waitsAt: gateDescriptor };
  const enter = await readOwnProgram(new URL("./enter-network", import.meta.url));
  const proxy = await openBuildProxy({ folder: folders.net, findHost: (wanted) => findAllowed(hosts, wanted), upstream: upstreamOf(process.env), onRefused });
  return {
    prepare: ({ program, args, cwd }) => {
      const told = [`${proxyFolder}/proxy.sock`, String(proxyPort), cwd, certificates ?? ""];
      const entered = ["--input-type=module", "--eval", enter, "--", ...told, program, ...args];
      return { ...enclose(isolation, { program: process.execPath, args: entered }, admitted), cwd: folders.home, env: plain, ...(groups.length === 0 ? {} : { admit: (pid) => enterProcessorGroups(groups, pid) }) };
    },
    encloseConfig: ({ program, args, cwd, reads }) =>
      enclose(isolation, { program: "env", args: [`--chdir=${cwd}`, program, ...args] }, { ...cell, readOnly: [...cell.readOnly, reads] }),
    folders: own,
    isIsolated: true,
    isWatchedByPid: true,
    excess: async () => null,
    close: () => proxy.close(),
  };
}

const certificateFiles = (env: Record<string, string>): string[] => ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"].flatMap((name) => env[name] ?? []);
