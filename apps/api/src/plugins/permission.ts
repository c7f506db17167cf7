import { WindlassError } from "@windlass/contracts/error";
import type { Permission } from "@windlass/contracts/permission";
import { authorize } from "@windlass/operations/context";
import type { FastifyInstance, FastifyRequest, RouteOptions } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { Caller } from "./authentication/caller.js";

declare module "fastify" {
  interface FastifyContextConfig {
    /** What a caller must be allowed to do. A route has this, or is `public`, or the server does not start. */
    permission?: Permission;
    /** Anybody may call the route, signed in or not. */
    public?: true;
  }
  interface FastifyInstance {
    /** Every route that was declared, with its permission. */
    routeTable: readonly RouteOptions[];
  }
  interface FastifyRequest {
    /** Who calls; null on public routes. */
    caller: Caller | null;
  }
}

export type PermissionOptions = { authenticate(request: FastifyRequest): Promise<Caller | null> };

/**
 * Denies by default: a request of a route that is not public must be authenticated and have the route's permission,
 * before its body is read; a route that declares neither keeps the server from starting.
 */
export const permission = fastifyPlugin(async function permission(app: FastifyInstance, options: PermissionOptions) {
  const routes: RouteOptions[] = [];
  app.decorate("routeTable", routes);
  app.decorateRequest("caller", null);
  app.addHook("onRoute", (route) => {
    routes.push(route);
  });
  app.addHook("onReady", async () => refuseUndeclared(routes));
  app.addHook("onRequest", async (request) => {
    const { config } = request.routeOptions;
    if (request.is404 || config.public === true) return;
    const caller = await options.authenticate(request);
    if (caller === null) throw new WindlassError("unauthenticated", "Nobody is signed in with this request.");
    if (config.permission === undefined) throw new WindlassError("forbidden", "The route declares no permission.");
    authorize(caller.context, config.permission);
    request.caller = caller;
  });
});

/** A caller that was authenticated. Throws `unauthenticated` on a public route. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new WindlassError("unauthenticated", "Nobody is signed in with this request.");
  return request.caller;
}

/** On whose behalf the request's operations run. */
export function contextOf(request: FastifyRequest): Caller["context"] {
  return callerOf(request).context;
}

function refuseUndeclared(routes: readonly RouteOptions[]): void {
  const undeclared = routes.filter(({ config }) => config?.permission === undefined && config?.public !== true);
  if (undeclared.length === 0) return;
  const names = undeclared.map(({ method, url }) => `${String(method)} ${url}`);
  throw new Error(`Every route declares a permission or \`public: true\`. These declare neither: ${names.join(", ")}`);
}
