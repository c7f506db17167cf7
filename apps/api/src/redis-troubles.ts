import type { Trouble } from "@windlass/contracts/health";
import type { RedisState } from "@windlass/queue/read-redis-state";

/** From here on the limit is worth a word before it is met. */
const nearlyFull = 0.9;

const room = "Raise `maxmemory` in redis.conf or with `redis-cli CONFIG SET maxmemory`, or find what else uses this Redis.";

/** What is wrong with a Redis that answers, the worst alone where one follows from another. */
export function redisTroubles(state: RedisState): Trouble[] {
  const { refusal, isFull, usedBytes, limitBytes, policy } = state;
  const troubles: Trouble[] = [];
  if (isFull) {
    const message = `Redis is full${limitBytes === null ? "" : ` (${megabytes(usedBytes)} of ${megabytes(limitBytes)} MB)`} and takes no more jobs. Deployments that run go on; those asked for now are kept and begin when it has room.`;
    troubles.push({ code: "redis_full", message, hint: room });
  } else if (refusal !== null) {
    const message = `Redis takes no writes (${refusal}). Deployments that run go on; those asked for now are kept and begin when it does.`;
    troubles.push({ code: "redis_refuses", message, hint: "The server's own log says why: a replica, or a disk that its snapshots do not fit on." });
  } else if (limitBytes !== null && usedBytes >= limitBytes * nearlyFull) {
    troubles.push({ code: "redis_nearly_full", message: `Redis uses ${megabytes(usedBytes)} of ${megabytes(limitBytes)} MB; when it is full, no deployment begins.`, hint: room });
  }
  if (policy !== "noeviction") {
    const message = `Redis may throw jobs away: its maxmemory-policy is \`${policy}\`.`;
    troubles.push({ code: "redis_evicts", message, hint: "Set `maxmemory-policy noeviction` in redis.conf, or run `redis-cli CONFIG SET maxmemory-policy noeviction`." });
  }
  return troubles;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
