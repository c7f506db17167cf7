import { callGithub } from "../client/github-error.js";
import type { GithubApp } from "./open-app.js";

/** One delivery of the App's webhook, as GitHub remembers it (for 3 days). */
export type HookDelivery = {
  /** May be larger than what a number holds exactly. */
  id: string;
  /** What the delivery calls itself (`X-GitHub-Delivery`): the same when it is sent again. */
  guid: string;
  event: string;
  action: string | null;
  deliveredAt: Date;
  /** The server's answer was a good one. */
  isDelivered: boolean;
  isRedelivery: boolean;
};

const perPage = 100;

/** The App's deliveries since a time, newest first, at most so many. */
export function listHookDeliveries({ client }: GithubApp, input: { since: Date; limit: number }): Promise<HookDelivery[]> {
  return callGithub("list the deliveries of the App's webhook", async () => {
    const found: HookDelivery[] = [];
    for await (const { data } of client.paginate.iterator("GET /app/hook/deliveries", { per_page: perPage })) {
      for (const row of data) {
        const deliveredAt = new Date(row.delivered_at);
        if (deliveredAt < input.since || found.length === input.limit) return found;
        const isDelivered = row.status_code >= 200 && row.status_code < 300;
        found.push({ id: String(row.id), guid: row.guid, event: row.event, action: row.action, deliveredAt, isDelivered, isRedelivery: row.redelivery });
      }
    }
    return found;
  });
}
