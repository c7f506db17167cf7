// Writes lines into a Redis stream, as fast as it takes them or so many per second.
import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { onRequest, settingsOfProgram } from "../fork.mjs";
import { paddingOfLine } from "../load/printed-lines.mjs";

const { redisUrl, key } = settingsOfProgram();
const redis = new Redis(redisUrl);
const text = paddingOfLine;

onRequest("write", async ({ lines, perSecond }) => {
  const batch = perSecond === null ? 500 : Math.max(1, Math.round(perSecond / 50));
  const startedAt = performance.now();
  for (let written = 0; written < lines; ) {
    const pipeline = redis.pipeline();
    for (const end = Math.min(lines, written + batch); written < end; written += 1) {
      pipeline.xadd(key, "MAXLEN", "~", "20000", "*", "l", JSON.stringify({ s: written + 1, t: Date.now(), l: text }));
    }
    await pipeline.exec();
    const dueMs = perSecond === null ? 0 : (written / perSecond) * 1_000 - (performance.now() - startedAt);
    if (dueMs > 0) await delay(dueMs);
  }
  return {};
});
await redis.ping();
process.send?.({ type: "ready" });
