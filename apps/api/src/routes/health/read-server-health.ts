import { serverHealthSchema, type ServerHealth, type Trouble } from "@windlass/contracts/health";
import type { Producer } from "@windlass/queue/producer";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { redisTroubles } from "../../redis-troubles.js";

export const readServerHealthRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/health",
    {
      config: { permission: "deployment:read" },
      logLevel: "warn",
      schema: { tags: ["Health"], summary: "What keeps the server from working as it should", response: { 200: serverHealthSchema } },
    },
    () => readHealth(app.queue),
  );
};

async function readHealth(queue: Producer): Promise<ServerHealth> {
  const seen = await Promise.all([queue.redisState(), queue.workerCount("deployments")]).catch(() => null);
  if (seen === null) return { status: "troubled", troubles: [away], workers: null };
  const [state, workers] = seen;
  const troubles = [...redisTroubles(state), ...(workers === 0 ? [noWorkers] : [])];
  return { status: troubles.length === 0 ? "ok" : "troubled", troubles, workers };
}

const away: Trouble = {
  code: "redis_away",
  message: "Redis does not answer. Deployments that run go on; those asked for now are kept and begin when it is back.",
  hint: "Is Redis running, and is REDIS_URL right?",
};

const noWorkers: Trouble = { code: "no_workers", message: "No worker listens: what is asked for begins when one is started.", hint: "Start a worker; its log says why it ended." };
