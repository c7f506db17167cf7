import { passwordSchema, emailSchema } from "@windlass/contracts/user";
import { z } from "zod";

const optional = z.string().min(1).optional();

const envSchema = z.object({
  DATABASE_URL: z.string().min(1),
  REDIS_URL: z.string().min(1),
  /** Other machines reach the server only when this is set on purpose. */
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4680),
  WINDLASS_DATA: z.string().default(".windlass"),
  WINDLASS_MASTER_KEY: optional,
  WINDLASS_WEBHOOK_SECRET: z.string().min(16).optional(),
  WINDLASS_SETUP_TOKEN: optional,
  WINDLASS_ADMIN_EMAIL: emailSchema.optional(),
  WINDLASS_ADMIN_PASSWORD: passwordSchema.optional(),
  WINDLASS_SANDBOX_URL: z.url().optional(),
  WINDLASS_SAMPLE_REPOSITORY: optional,
  WINDLASS_WEB_DIR: optional,
  WINDLASS_PUBLIC_URL: z.url().optional(),
  /** Addresses or CIDR ranges, comma-separated, of proxies whose X-Forwarded-For is believed. */
  WINDLASS_TRUST_PROXY: optional,
  /** Hosts, comma-separated, that Windlass may reach though they are in its own network, such as a GitHub Enterprise Server. */
  WINDLASS_ALLOWED_HOSTS: z.string().default("").transform((hosts) => hosts.split(",").map((host) => host.trim()).filter(Boolean)),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

export type Env = z.infer<typeof envSchema>;

/** Reads the process's environment. Throws an error that names every variable that is missing or wrong. */
export function readEnv(env: NodeJS.ProcessEnv): Env {
  const parsed = envSchema.safeParse(env);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment is not complete:\n${problems.join("\n")}`);
}
