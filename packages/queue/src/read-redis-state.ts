import { ReplyError, type Redis } from "ioredis";
import { queuePrefix } from "./queue-prefix.js";

/** `refusal` is Redis's own word for why it takes no write; null when it does. */
export type RedisState = { refusal: string | null; isFull: boolean; usedBytes: number; limitBytes: number | null; policy: string };

/** What is tried to be written expires by itself. */
const probe = { key: `${queuePrefix}:probe`, seconds: 60 };

/** Asks how much room Redis has, and writes a key to see whether it still takes any. Throws when it does not answer. */
export async function readRedisState(connection: Redis): Promise<RedisState> {
  const [refusal, info] = await Promise.all([tryToWrite(connection), connection.info("memory")]);
  const limitBytes = Number(field(info, "maxmemory") ?? 0);
  return {
    refusal,
    isFull: refusal?.startsWith("OOM") === true,
    usedBytes: Number(field(info, "used_memory") ?? 0),
    limitBytes: limitBytes > 0 ? limitBytes : null,
    policy: field(info, "maxmemory_policy") ?? "unknown",
  };
}

async function tryToWrite(connection: Redis): Promise<string | null> {
  try {
    await connection.set(probe.key, "1", "EX", probe.seconds);
    return null;
  } catch (error) {
    if (error instanceof ReplyError && error instanceof Error) return error.message;
    throw error;
  }
}

/** A field of `INFO`. */
export function field(info: string, name: string): string | undefined {
  return new RegExp(`^${name}:(\\S+)`, "m").exec(info)?.[1];
}
