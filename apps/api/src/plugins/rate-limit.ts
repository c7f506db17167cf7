import fastifyRateLimit from "@fastify/rate-limit";
import { WindlassError } from "@windlass/contracts/error";
import type { FastifyInstance } from "fastify";
import fastifyPlugin from "fastify-plugin";

/** For routes that check a password or a secret: enough for a person who mistypes, too few for guessing. */
export const guessingLimit = { max: 20, timeWindow: 60_000 } as const;

/**
 * Limits the routes that ask for it, per client address. An IPv6 client has a whole /64 to choose addresses from,
 * so that is what counts as one.
 */
export const rateLimit = fastifyPlugin(async function rateLimit(app: FastifyInstance) {
  await app.register(fastifyRateLimit, {
    global: false,
    ipv6Subnet: 64,
    cache: 10_000,
    errorResponseBuilder: (_request, { ttl }) =>
      new WindlassError("rate_limited", `Too many attempts: try again in ${Math.ceil(ttl / 1_000)} s.`),
  });
});
