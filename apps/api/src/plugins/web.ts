import path from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { sendNotFound } from "./problems.js";

export type WebOptions = { webDir: string | null };

/** Paths that are no page: the server's own, and files that a build before this one may have had. */
const otherPaths = /^\/(api|webhooks|healthz|readyz|assets)(\/|\?|$)/;

/**
 * Serves the built web app. Every address that is not the server's own or a file's is a page of the app. Files
 * whose names carry a hash never change; everything else is asked for again.
 */
export const web = fastifyPlugin(async function web(app: FastifyInstance, { webDir }: WebOptions) {
  if (webDir === null) {
    app.setNotFoundHandler((request, reply) => sendNotFound(request, reply));
    return;
  }
  await app.register(async (files) => {
    files.addHook("onRoute", (route) => {
      route.config = { ...route.config, public: true };
      route.schema = { ...route.schema, hide: true };
    });
    await files.register(fastifyStatic, {
      root: path.resolve(webDir),
      wildcard: false,
      cacheControl: false,
      setHeaders: (reply, file) => void reply.header("cache-control", cacheControlOf(webDir, file)),
    });
  });
  await app.register(fastifyStatic, { root: path.resolve(webDir), serve: false });
  app.setNotFoundHandler((request, reply) => {
    if (!isPage(request)) return sendNotFound(request, reply);
    return reply.header("cache-control", "no-cache").sendFile("index.html", { cacheControl: false });
  });
});

/** A name may have a dot, as a file has: what a browser asks for as a page is one. */
function isPage({ method, url, headers }: FastifyRequest): boolean {
  if (method !== "GET" || otherPaths.test(url)) return false;
  return headers.accept?.includes("text/html") === true || path.extname(url.split("?")[0] ?? "") === "";
}

function cacheControlOf(webDir: string, file: string): string {
  const isHashed = path.relative(path.resolve(webDir), file).startsWith(`assets${path.sep}`);
  return isHashed ? "public, max-age=31536000, immutable" : "no-cache";
}
