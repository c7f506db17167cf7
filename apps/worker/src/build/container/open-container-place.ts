import { randomUUID } from "node:crypto";
import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { WindlassError } from "@windlass/contracts/error";
import { readOwnProgram } from "@windlass/compiler/own-program";
import { upstreamOf } from "../../network/upstream-proxy.js";
import { findAllowed } from "../../network/allowed-hosts.js";
import { cellEnvironment } from "../build-environment.js";
import type { Cell } from "../isolation/enclose.js";
import { giveTo } from "../isolation/give-to.js";
import type { Containers } from "../isolation/isolation.js";
import type { BuildFolders, BuildPlace, BuildPlaceInput } from "../isolation/build-place.js";
import { openBuildProxy } from "../isolation/open-build-proxy.js";
import { writeEtc } from "../isolation/write-etc.js";
import { labelNames, labelsOf } from "./clean-containers.js";
import { containerCommand } from "./container-command.js";
import { containerOf } from "./container-of.js";
import { openEngine, type Engine } from "./engine.js";

export type ContainerPlaceInput = BuildPlaceInput & { isolation: Containers; cache: string; folders: BuildFolders };

const proxyPort = 3128;
const proxyFolder = "/run/windlass";

/** A place whose commands run in a container each. What of them is left is taken away when it is closed. */
export async function openContainerPlace(input: ContainerPlaceInput): Promise<BuildPlace> {
  const { isolation, limits, hosts, folders, cache, onRefused } = input;
  const own = [folders.source, folders.home, folders.tmp, folders.shm];
  await giveTo(isolation.runAs, { own, cache, signal: input.signal });
  // Certificates are the image's own, but for a file that the server is told to trust.
  const { NODE_EXTRA_CA_CERTS: certificates, SSL_CERT_FILE: _ofServer, ...env } = cellEnvironment({ ...input, home: folders.home, cache, proxyPort });
  const etc = await writeEtc(folders.etc, { user: Number(isolation.user.split(":")[0]), home: folders.home, names: ["passwd", "group"] });
  const cell: Cell = {
    writable: [folders.source, folders.home, cache],
    // The engine refuses to show what is not there, such as the history of a folder that was uploaded.
    readOnly: [...(certificates === undefined ? [] : [certificates]), ...input.readOnly].filter((path) => existsSync(path)),
    placed: [
      { path: folders.tmp, at: "/tmp", writable: true },
      { path: folders.shm, at: "/dev/shm", writable: true },
      { path: folders.net, at: proxyFolder, writable: false },
      ...etc,
    ],
    limits,
  };
  const build = randomUUID();
  const engine = openEngine(isolation.address);
  const bodyOf = (shown: Cell) => containerOf({ image: isolation.image, user: isolation.user, cell: shown, labels: labelsOf(build) });
  const enter = await readOwnProgram(new URL("../isolation/enter-network", import.meta.url));
  const proxy = await openBuildProxy({ folder: folders.net, findHost: (wanted) => findAllowed(hosts, wanted), upstream: upstreamOf(process.env), onRefused });
  return {
    prepare: ({ program, args, cwd }) => {
      const told = [`${proxyFolder}/proxy.sock`, String(proxyPort), cwd, certificates ?? ""];
      const command = [isolation.node.program, "--input-type=module", "--eval", enter, "--", ...told, program, ...args];
      return { ...containerCommand(isolation, { body: bodyOf(cell), command, pipes: false }), cwd: folders.home, env };
    },
    encloseConfig: ({ args, cwd, reads }) => {
      // The engine sees the worker's data folder, and not always its program.
      const copy = join(folders.etc, "config-program.mjs");
      copyFileSync(reads, copy);
      const body = { ...bodyOf({ ...cell, readOnly: [...cell.readOnly, copy] }), WorkingDir: cwd };
      return containerCommand(isolation, { body, command: [isolation.node.program, ...args.map((arg) => (arg === reads ? copy : arg))], pipes: true });
    },
    folders: own,
    isIsolated: true,
    isWatchedByPid: false,
    // An engine that does not answer was told of by the command that it ran.
    excess: async () => ((await isOutOfMemory(engine, build).catch(() => false)) ? overMemory(limits.memoryBytes) : null),
    async close() {
      await proxy.close();
      // What it does not take away now, a worker does when it starts.
      await removeAll(engine, build).catch(() => undefined);
    },
  };
}

async function isOutOfMemory(engine: Engine, build: string): Promise<boolean> {
  for (const { Id } of await engine.list({ [labelNames.build]: build })) if (await engine.isOutOfMemory(Id)) return true;
  return false;
}

async function removeAll(engine: Engine, build: string): Promise<void> {
  for (const { Id } of await engine.list({ [labelNames.build]: build })) await engine.remove(Id);
}

function overMemory(bytes: number): WindlassError {
  return new WindlassError("build_over_limit", `The build used more memory than a build may have (${Math.round(bytes / 1024 / 1024)} MB) and was ended.`, {
    hint: "Make it smaller, or raise WINDLASS_BUILD_MEMORY_MB of the worker.",
  });
}
