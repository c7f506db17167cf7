import { openHttp, type HttpOptions } from "./http.js";
import { accountsResource } from "./resources/accounts.js";
import { auditEventsResource } from "./resources/audit-events.js";
import { authResource } from "./resources/auth.js";
import { deliveriesResource } from "./resources/deliveries.js";
import { deploymentGroupsResource } from "./resources/deployment-groups.js";
import { deploymentsResource } from "./resources/deployments.js";
import { driftResource } from "./resources/drift.js";
import { freezeWindowsResource } from "./resources/freeze-windows.js";
import { githubResource } from "./resources/github.js";
import { healthResource } from "./resources/health.js";
import { homeResource } from "./resources/home.js";
import { housekeepingResource } from "./resources/housekeeping.js";
import { meResource } from "./resources/me.js";
import { previewsResource } from "./resources/previews.js";
import { queueResource } from "./resources/queue.js";
import { releasesResource } from "./resources/releases.js";
import { repositoriesResource } from "./resources/repositories.js";
import { sampleResource } from "./resources/sample.js";
import { schedulesResource } from "./resources/schedules.js";
import { servicesResource } from "./resources/services.js";
import { settingsResource } from "./resources/settings.js";
import { setupResource } from "./resources/setup.js";
import { stagesResource } from "./resources/stages.js";
import { tokensResource } from "./resources/tokens.js";
import { uploadsResource } from "./resources/uploads.js";

export type Client = ReturnType<typeof createClient>;

/**
 * A typed client of Windlass's HTTP API, for browsers (session cookie, same origin) and programs (API token).
 * Every answer is checked against the contract's schema before it is returned.
 *
 * All methods throw ApiError, or the signal's reason when the call was aborted.
 */
export function createClient(options: HttpOptions) {
  const http = openHttp(options);
  return {
    setup: setupResource(http),
    auth: authResource(http),
    me: meResource(http),
    tokens: tokensResource(http),
    accounts: accountsResource(http),
    repositories: repositoriesResource(http),
    schedules: schedulesResource(http),
    services: servicesResource(http),
    stages: stagesResource(http),
    deployments: deploymentsResource(http),
    uploads: uploadsResource(http),
    deploymentGroups: deploymentGroupsResource(http),
    releases: releasesResource(http),
    drift: driftResource(http),
    previews: previewsResource(http),
    queue: queueResource(http),
    freezeWindows: freezeWindowsResource(http),
    housekeeping: housekeepingResource(http),
    github: githubResource(http),
    health: healthResource(http),
    home: homeResource(http),
    deliveries: deliveriesResource(http),
    auditEvents: auditEventsResource(http),
    settings: settingsResource(http),
    sample: sampleResource(http),
  };
}
