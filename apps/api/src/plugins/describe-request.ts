import type { FastifyRequest } from "fastify";

/** A request as the log has it: without what addresses carry of secrets that are good for once. */
export function describeRequest({ method, url, host, ip, socket }: FastifyRequest) {
  return { method, url: url.replace(/([?&](?:code|state|token)=)[^&]*/g, "$1…"), host, remoteAddress: ip, remotePort: socket.remotePort ?? 0 };
}
