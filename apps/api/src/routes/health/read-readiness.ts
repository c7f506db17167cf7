import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";

const checkSchema = z.enum(["ok", "failed"]);
const readinessSchema = z.object({ status: checkSchema, checks: z.object({ postgres: checkSchema, redis: checkSchema, queue: checkSchema }) });

const longestCheckMs = 2_000;

/** Whether requests can be served now: Postgres, Redis and the queue answer. */
export const readReadinessRoute: FastifyPluginAsyncZod = async (app) => {
  app.get(
    "/readyz",
    {
      config: { public: true },
      logLevel: "error",
      schema: {
        tags: ["Health"],
        summary: "Whether Postgres, Redis and the queue answer",
        security: [],
        response: { 200: readinessSchema, 503: readinessSchema },
      },
    },
    async (_request, reply) => {
      const [postgres, redis, queue] = await Promise.all([
        check(() => app.db.pool.query("SELECT 1")),
        check(() => app.queue.ping()),
        check(() => app.queue.counts("deployments")),
      ]);
      const status = postgres === "ok" && redis === "ok" && queue === "ok" ? "ok" : "failed";
      return reply.code(status === "ok" ? 200 : 503).send({ status, checks: { postgres, redis, queue } });
    },
  );
};

async function check(ask: () => Promise<unknown>): Promise<"ok" | "failed"> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"failed">((resolve) => {
    timer = setTimeout(() => resolve("failed"), longestCheckMs);
  });
  const answer = ask().then(() => "ok" as const, () => "failed" as const);
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
