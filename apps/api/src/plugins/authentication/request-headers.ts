import type { FastifyRequest } from "fastify";

/** What better-auth may see of a request. The address is Fastify's: a forwarded one counts only from a trusted proxy. */
export function requestHeaders(request: FastifyRequest): Headers {
  const headers = new Headers({ "x-forwarded-for": request.ip });
  const { cookie, "user-agent": userAgent } = request.headers;
  if (cookie !== undefined) headers.set("cookie", cookie);
  if (userAgent !== undefined) headers.set("user-agent", userAgent);
  return headers;
}
