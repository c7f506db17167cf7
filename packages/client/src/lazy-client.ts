import type { Client } from "./client.js";
import { LateSchema, openHttp, type HttpOptions } from "./http.js";
import { deploymentRequests } from "./resources/deployment-requests.js";

/**
 * The client of a program that makes a few calls and ends: what a resource knows, and the schemas of its answers, is
 * loaded by the first call of one of its methods. Otherwise as `createClient`.
 */
export function createLazyClient(options: HttpOptions): Client {
  const http = openHttp(options);
  return {
    setup: onFirstCall(async () => (await import("./resources/setup.js")).setupResource(http)),
    auth: onFirstCall(async () => (await import("./resources/auth.js")).authResource(http)),
    me: onFirstCall(async () => (await import("./resources/me.js")).meResource(http)),
    tokens: onFirstCall(async () => (await import("./resources/tokens.js")).tokensResource(http)),
    accounts: onFirstCall(async () => (await import("./resources/accounts.js")).accountsResource(http)),
    repositories: onFirstCall(async () => (await import("./resources/repositories.js")).repositoriesResource(http)),
    schedules: onFirstCall(async () => (await import("./resources/schedules.js")).schedulesResource(http)),
    services: onFirstCall(async () => (await import("./resources/services.js")).servicesResource(http)),
    stages: onFirstCall(async () => (await import("./resources/stages.js")).stagesResource(http)),
    // What asks for a deployment and for its end knows all but the answer's schema: the server can begin before this program can read what it says.
    deployments: onFirstCall(
      async () => (await import("./resources/deployments.js")).deploymentsResource(http),
      deploymentRequests(http, new LateSchema(async () => (await import("@windlass/contracts/deployment")).deploymentSchema)),
    ),
    uploads: onFirstCall(async () => (await import("./resources/uploads.js")).uploadsResource(http)),
    deploymentGroups: onFirstCall(async () => (await import("./resources/deployment-groups.js")).deploymentGroupsResource(http)),
    releases: onFirstCall(async () => (await import("./resources/releases.js")).releasesResource(http)),
    drift: onFirstCall(async () => (await import("./resources/drift.js")).driftResource(http)),
    previews: onFirstCall(async () => (await import("./resources/previews.js")).previewsResource(http)),
    queue: onFirstCall(async () => (await import("./resources/queue.js")).queueResource(http)),
    freezeWindows: onFirstCall(async () => (await import("./resources/freeze-windows.js")).freezeWindowsResource(http)),
    housekeeping: onFirstCall(async () => (await import("./resources/housekeeping.js")).housekeepingResource(http)),
    github: onFirstCall(async () => (await import("./resources/github.js")).githubResource(http)),
    health: onFirstCall(async () => (await import("./resources/health.js")).healthResource(http)),
    home: onFirstCall(async () => (await import("./resources/home.js")).homeResource(http)),
    deliveries: onFirstCall(async () => (await import("./resources/deliveries.js")).deliveriesResource(http)),
    auditEvents: onFirstCall(async () => (await import("./resources/audit-events.js")).auditEventsResource(http)),
    settings: onFirstCall(async () => (await import("./resources/settings.js")).settingsResource(http)),
    sample: onFirstCall(async () => (await import("./resources/sample.js")).sampleResource(http)),
  };
}

/**
 * Stands for a resource, all of whose methods are asynchronous; of those of `known` nothing is loaded. That every name leads to a method of the
 * resource is told by this signature: the object behind it has none of its own, each is made when it is asked for.
 */
function onFirstCall<Resource extends Record<keyof Resource, (...args: never[]) => Promise<unknown>>>(load: () => Promise<Resource>, known?: Partial<Resource>): Resource;
function onFirstCall(load: () => Promise<object>, known: object = {}): object {
  let loaded: Promise<object> | undefined;
  const methodOf = (name: string | symbol) => async (...args: unknown[]) => {
    const resource = await (loaded ??= load());
    return Reflect.apply(Reflect.get(resource, name), resource, args);
  };
  return new Proxy({}, { get: (_, name) => (Object.hasOwn(known, name) ? Reflect.get(known, name) : methodOf(name)) });
}
