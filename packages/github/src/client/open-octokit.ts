import { Octokit } from "@octokit/core";
import { paginateRest } from "@octokit/plugin-paginate-rest";
import { retry } from "@octokit/plugin-retry";
import { throttling } from "@octokit/plugin-throttling";
import { apiUrl, type GithubConnection } from "./connection.js";
import { guardedFetch } from "./guarded-fetch.js";

const PluggedOctokit = Octokit.plugin(paginateRest, retry, throttling);
export type GithubClient = InstanceType<typeof PluggedOctokit>;

/** A rate limit that lasts longer is an error that says until when: a job waits better than a request. */
const longestWaitSeconds = 20;
const retries = 2;

const silent = () => {};

/**
 * A client without credentials of its own. `quota` names whose rate limit it uses up, so that one installation does not
 * wait for another. It tries again after network trouble, a 5xx and a short rate limit.
 */
export function openOctokit(connection: GithubConnection, input: { quota: string }): GithubClient {
  const { paced = true, retryBaseMs = 1_000 } = connection;
  const waits = (...[retryAfter, , , retryCount]: [number, unknown, unknown, number]): boolean => retryAfter <= longestWaitSeconds && retryCount < retries;
  const baseUrl = apiUrl(connection.baseUrl);
  const octokit = new PluggedOctokit({
    baseUrl,
    userAgent: "windlass",
    // Its warnings quote requests.
    log: { debug: silent, info: silent, warn: silent, error: silent },
    request: { fetch: guardedFetch },
    retry: { retries, retryAfterBaseValue: retryBaseMs },
    throttle: { enabled: paced, id: `${connection.baseUrl} ${input.quota}`, onRateLimit: waits, onSecondaryRateLimit: waits },
  });
  octokit.hook.before("request", () => connection.checkAddress(new URL(baseUrl)));
  return octokit;
}
