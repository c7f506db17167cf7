// How soon an idle BullMQ worker begins a job after it was added: nothing is stored and nothing is asked.
import { setTimeout as delay } from "node:timers/promises";
import { Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { onRequest, settingsOfProgram } from "../fork.mjs";

const { redisUrl } = settingsOfProgram();
const queue = new Queue("bench-pickup", { connection: new Redis(redisUrl) });
/** @type {(startedAt: number) => void} */
let onStart = () => undefined;
const worker = new Worker("bench-pickup", async () => onStart(performance.now()), { connection: new Redis(redisUrl, { maxRetriesPerRequest: null }) });
await worker.waitUntilReady();

onRequest("measure", async ({ jobs }) => {
  const seconds = [];
  for (let job = 0; job < jobs; job += 1) {
    const started = new Promise((resolve) => (onStart = resolve));
    const addedAt = performance.now();
    await queue.add("job", {}, { removeOnComplete: true });
    seconds.push(((await started) - addedAt) / 1_000);
    await delay(20);
  }
  return { seconds };
});
process.send?.({ type: "ready" });
