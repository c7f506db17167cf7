import { WindlassError } from "@windlass/contracts/error";
import { openConnection, waitUntilReady } from "./connection.js";
import { field } from "./read-redis-state.js";

/**
 * Makes sure that Redis answers and never evicts keys: an evicted key is a lost job (BullMQ, "Going to production").
 * Reads `INFO`, because managed Redis often refuses `CONFIG GET`.
 *
 * Throws `unavailable` when Redis does not answer or its `maxmemory-policy` is not `noeviction`.
 */
export async function checkRedis(redisUrl: string, timeoutMs = 10_000): Promise<void> {
  const connection = openConnection({ redisUrl, role: "consumer" });
  try {
    await waitUntilReady(connection, timeoutMs);
    const policy = field(await connection.info("memory"), "maxmemory_policy") ?? "unknown";
    if (policy !== "noeviction") {
      throw new WindlassError("unavailable", `Redis may throw jobs away: its maxmemory-policy is \`${policy}\`.`, {
        hint: "Set `maxmemory-policy noeviction` in redis.conf, or run `redis-cli CONFIG SET maxmemory-policy noeviction`.",
      });
    }
  } finally {
    connection.disconnect();
  }
}
