import { Redis } from "ioredis";

/** Everything that a Redis database holds, as text: every key with its value, whatever its type. */
export async function dumpRedis(redisUrl: string): Promise<string> {
  const redis = new Redis(redisUrl);
  try {
    const parts: unknown[] = [];
    for (const key of await redis.keys("*")) parts.push(key, await readKey(redis, key));
    return JSON.stringify(parts);
  } finally {
    redis.disconnect();
  }
}

async function readKey(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case "string":
      return redis.get(key);
    case "hash":
      return redis.hgetall(key);
    case "list":
      return redis.lrange(key, 0, -1);
    case "set":
      return redis.smembers(key);
    case "zset":
      return redis.zrange(key, "0", "-1");
    case "stream":
      return redis.xrange(key, "-", "+");
    default:
      return null;
  }
}
