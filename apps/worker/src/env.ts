import { z } from "zod";

const envSchema = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  /** How people reach the API: where links lead that GitHub shows. */
  WINDLASS_PUBLIC_URL: z.url().optional(),
  WINDLASS_DATA: z.string().min(1).default(".windlass"),
  WINDLASS_BUILD_TIMEOUT_MINUTES: z.coerce.number().positive().max(24 * 60).default(20),
  /** `required`: nothing is built on a server that has no bubblewrap. `off`: builds run on the bare server. */
  WINDLASS_BUILD_ISOLATION: z.enum(["auto", "required", "off"]).default("auto"),
  /** An image with Node for a container of each build's own; empty: none. DOCKER_HOST says where the engine is. */
  WINDLASS_BUILD_CONTAINER: z.string().max(300).default(""),
  DOCKER_HOST: z.string().optional(),
  /** Where isolated builds may connect to, comma-separated; `defaults` stands for the usual sources of packages. */
  WINDLASS_BUILD_HOSTS: z.string().default("defaults"),
  /** Folders with Node installations for builds, separated by colons, besides those of nvm, fnm, volta and asdf. */
  WINDLASS_NODE_DIRS: z.string().default(""),
  /** Room for dependencies that were installed for earlier builds; 0 keeps none. */
  WINDLASS_DEPENDENCY_CACHE_MB: z.coerce.number().int().min(0).default(4096),
  /** Room for packages as npm downloaded them. */
  WINDLASS_PACKAGE_CACHE_MB: z.coerce.number().int().min(0).default(4096),
  /** Room for what was fetched of repositories; those in use are kept whatever they take. */
  WINDLASS_REPOSITORY_CACHE_MB: z.coerce.number().int().min(0).default(20_480),
  WINDLASS_BUILD_MEMORY_MB: z.coerce.number().int().min(64).default(4096),
  WINDLASS_BUILD_DISK_MB: z.coerce.number().int().min(16).default(10_240),
  WINDLASS_BUILD_FILES: z.coerce.number().int().min(1_000).default(500_000),
  WINDLASS_BUILD_PROCESSES: z.coerce.number().int().min(8).default(256),
  /** How many processors isolated builds use together; unless given, all but one. */
  WINDLASS_BUILD_PROCESSORS: z.coerce.number().int().min(1).optional(),
  /** How many deployments one process runs at once. Most of the time they wait for AWS. */
  WINDLASS_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(5),
  /** Hosts, comma-separated, that Windlass may reach though they are in its own network, such as a GitHub Enterprise Server. */
  WINDLASS_ALLOWED_HOSTS: z.string().default("").transform((hosts) => hosts.split(",").map((host) => host.trim()).filter(Boolean)),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

export type WorkerEnv = z.infer<typeof envSchema>;

/** Reads the worker's settings. Throws one message that names every variable that is missing or wrong. */
export function readEnv(env: NodeJS.ProcessEnv): WorkerEnv {
  const read = envSchema.safeParse(env);
  if (read.success) return read.data;
  const problems = read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The worker's environment is not complete. ${problems.join("; ")}`);
}
