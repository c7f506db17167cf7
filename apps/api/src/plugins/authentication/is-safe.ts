import type { FastifyRequest } from "fastify";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether a request only reads (RFC 9110, 9.2.1). */
export function isSafe({ method }: FastifyRequest): boolean {
  return safeMethods.has(method);
}
