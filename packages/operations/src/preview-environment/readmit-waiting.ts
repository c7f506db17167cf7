import type { DatabaseClient } from "@windlass/database/database";
import type { PullRequest as PullRequestRow } from "@windlass/database/generated/client";
import { recordPullDelivery } from "./record-pull-delivery.js";
import { storedPull } from "./stored-pull.js";

type Waiting = { asked: boolean; service: string; url: string; fullName: string | null; pull: PullRequestRow };

/** Has the pull request that waits longest for a place in a service looked at again. */
export async function readmitWaiting(client: DatabaseClient, serviceId: string): Promise<void> {
  const { rows } = await client.query<Waiting>(waitingSql, [serviceId]);
  const [waiting] = rows;
  if (!waiting) return;
  const { pull, url, fullName, asked, service } = waiting;
  const stored = storedPull({ ...pull, updatedAt: new Date(pull.updatedAt) });
  await recordPullDelivery(client, { repository: { url, fullName }, pull: stored, action: "edited", ...(asked ? { asked: [service] } : {}) });
}

const waitingSql = `
  SELECT p.asked, v.name AS service, g.url, g.full_name AS "fullName",
         jsonb_build_object('number', r.number, 'title', r.title, 'url', r.url, 'state', r.state, 'isDraft', r.is_draft, 'labels', r.labels, 'authorId', r.author_id,
           'authorLogin', r.author_login, 'isFork', r.is_fork, 'headSha', r.head_sha, 'headRef', r.head_ref, 'headRepository', r.head_repository, 'baseRef', r.base_ref,
           'updatedAt', r.updated_at) AS pull
  FROM previews p JOIN services v ON v.id = p.service_id JOIN pull_requests r ON r.id = p.pull_request_id JOIN repositories g ON g.id = r.repository_id
  WHERE p.service_id = $1 AND p.state = 'awaiting_room' ORDER BY p.last_used_at LIMIT 1`;
