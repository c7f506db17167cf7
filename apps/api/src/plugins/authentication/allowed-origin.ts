import { WindlassError } from "@windlass/contracts/error";
import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { isSafe } from "./is-safe.js";

/** Whether a page of `origin` may act here: a page of this very server, or of its public address. */
export function isAllowedOrigin(origin: string, request: FastifyRequest, publicUrl: string | null): boolean {
  if (publicUrl !== null && origin === new URL(publicUrl).origin) return true;
  try {
    return new URL(origin).host === request.headers.host;
  } catch {
    return false;
  }
}

/**
 * Refuses writes that a page of another site sends with the visitor's cookies. Programs send no Origin, and a
 * token in a header cannot be sent by a page that does not have it.
 */
export const originCheck = fastifyPlugin(async function originCheck(app: FastifyInstance, options: { publicUrl: string | null }) {
  app.addHook("onRequest", async (request) => {
    const { origin, authorization } = request.headers;
    if (isSafe(request) || origin === undefined || authorization !== undefined) return;
    if (isAllowedOrigin(origin, request, options.publicUrl)) return;
    throw new WindlassError("forbidden", "The request comes from a page of another site.", {
      hint: "Open Windlass at its own address. Behind a proxy set WINDLASS_PUBLIC_URL to it.",
    });
  });
});
