import { queueSchema } from "@windlass/contracts/home";
import { readQueue } from "@windlass/operations/deployment/read-queue";
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { contextOf } from "../../plugins/permission.js";

export const readQueueRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/api/queue",
    {
      config: { permission: "deployment:read" },
      schema: { tags: ["Queue"], summary: "All that runs or waits", response: { 200: queueSchema } },
    },
    async (request) => {
      // Without Redis nothing is known of workers, and what waits is worth showing all the more.
      const workers = app.queue.workerCount("deployments").catch(() => 0);
      return { ...(await readQueue(contextOf(request))), workers: await workers };
    },
  );
};
