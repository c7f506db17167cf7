import { z } from "zod";

const envSchema = z.object({
  DATABASE_URL: z.url(),
  REDIS_URL: z.url(),
  WINDLASS_DATA: z.string().min(1).default(".windlass"),
  WINDLASS_BUILD_TIMEOUT_MINUTES: z.coerce.number().positive().max(24 * 60).default(20),
  /** How many deployments one process runs at once. Most of the time they wait for AWS. */
  WINDLASS_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(5),
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
