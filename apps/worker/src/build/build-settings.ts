import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import type { WorkerEnv } from "../env.js";
import { readAllowedHosts, type AllowedHost } from "../network/allowed-hosts.js";
import { findContainer } from "./container/find-container.js";
import { registryOf } from "./build-environment.js";
import { chooseProcessors } from "./choose-processors.js";
import { findIsolation } from "./isolation/find-isolation.js";
import type { BuildLimits, Isolation } from "./isolation/isolation.js";

/** How this worker builds. */
export type BuildSettings = {
  isolation: Isolation;
  isolationRequired: boolean;
  limits: BuildLimits;
  hosts: readonly AllowedHost[];
  timeoutMs: number;
  /** Room for installed dependencies that are kept; 0 keeps none. */
  dependencyCacheBytes: number;
  /** Room for packages as npm downloaded them, and for what was fetched of repositories. */
  packageCacheBytes: number;
  repositoryCacheBytes: number;
  /** Folders in which Node installations for builds are looked for. */
  nodeFolders: readonly string[];
};

const megabyte = 1024 * 1024;

/** Programs that start a thread for each processor do so in several processes at once; how many slow a server down depends on its processors too. */
const threadsPerProcessor = 64;

/** Reads how builds are to run, and finds out what they can run in. Throws an Error for a host that is none. */
export async function readBuildSettings(env: WorkerEnv): Promise<BuildSettings> {
  const image = env.WINDLASS_BUILD_CONTAINER;
  const processors = await chooseProcessors(env.WINDLASS_BUILD_PROCESSORS);
  return {
    isolation: image === "" ? await findIsolation(env.WINDLASS_BUILD_ISOLATION, processors) : await findContainer({ image, dockerHost: env.DOCKER_HOST, dataDir: resolve(env.WINDLASS_DATA) }),
    // Whoever asks for containers does not want builds on the bare server because the engine is away.
    isolationRequired: env.WINDLASS_BUILD_ISOLATION === "required" || image !== "",
    limits: {
      memoryBytes: env.WINDLASS_BUILD_MEMORY_MB * megabyte,
      diskBytes: env.WINDLASS_BUILD_DISK_MB * megabyte,
      files: env.WINDLASS_BUILD_FILES,
      processes: env.WINDLASS_BUILD_PROCESSES,
      threads: env.WINDLASS_BUILD_PROCESSES * 2 + availableParallelism() * threadsPerProcessor,
      processors,
    },
    hosts: readAllowedHosts(env.WINDLASS_BUILD_HOSTS, registryOf(process.env)),
    nodeFolders: env.WINDLASS_NODE_DIRS.split(":").filter((folder) => folder.startsWith("/")),
    dependencyCacheBytes: env.WINDLASS_DEPENDENCY_CACHE_MB * megabyte,
    packageCacheBytes: env.WINDLASS_PACKAGE_CACHE_MB * megabyte,
    repositoryCacheBytes: env.WINDLASS_REPOSITORY_CACHE_MB * megabyte,
    timeoutMs: env.WINDLASS_BUILD_TIMEOUT_MINUTES * 60_000,
  };
}
