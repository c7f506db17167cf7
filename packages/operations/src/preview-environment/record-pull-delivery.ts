import type { PullRequest } from "@windlass/contracts/forge";
import type { DatabaseClient } from "@windlass/database/database";
import { uuidv7 } from "uuidv7";
import type { handledActions } from "../delivery/pull-request-event.js";

export type OwnPullDelivery = {
  repository: { url: string; fullName: string | null };
  pull: PullRequest;
  action: (typeof handledActions)[number];
  /** Services in which somebody asks for a preview by hand. */
  asked?: readonly string[];
  /** Who asks, as deployments name them. */
  asker?: string;
  /** Makes it one delivery however often it is recorded; by chance unless given. */
  key?: string;
};

/**
 * Stores a delivery of Windlass' own that tells of a pull request, in the form of GitHub's, with the message that has it processed: what no delivery
 * told of, or what somebody asks for. Null when one with the key is there.
 */
export async function recordPullDelivery(client: Pick<DatabaseClient, "query">, input: OwnPullDelivery): Promise<string | null> {
  const { repository, pull, key } = input;
  const id = uuidv7();
  const { rows } = await client.query<{ id: string }>(recordSql, [id, key ?? id, repository.fullName ?? repository.url, `refs/pull/${pull.number}/head`, JSON.stringify(payloadOf(input))]);
  return rows[0]?.id ?? null;
}

function payloadOf({ repository, pull, action, asked, asker }: OwnPullDelivery): object {
  const own = { id: 1, full_name: repository.fullName ?? repository.url };
  const head = pull.head.repository === null ? null : { id: pull.isFork ? 2 : 1, full_name: pull.head.repository };
  const timestamps = { updated_at: pull.updatedAt, merged_at: pull.state === "merged" ? pull.updatedAt : null };
  return {
    action,
    repository: { clone_url: repository.url },
    ...(asker === undefined ? {} : { sender: { id: 0, login: asker.slice(0, 100) } }),
    ...(asked === undefined ? {} : { windlass: { asked } }),
    pull_request: {
      number: pull.number,
      title: pull.title,
      html_url: pull.url,
      state: pull.state === "open" ? "open" : "closed",
      draft: pull.isDraft,
      labels: pull.labels.map((name) => ({ name })),
      user: pull.author === null ? null : { id: pull.author.id, login: pull.author.login },
      head: { sha: pull.head.sha, ref: pull.head.ref, repo: head },
      base: { sha: pull.base.sha, ref: pull.base.ref, repo: own },
      ...timestamps,
    },
  };
}

const recordSql = `
  WITH stored AS (
    INSERT INTO deliveries (id, provider, delivery_id, event, repository, ref, payload)
    VALUES ($1::uuid, 'windlass', $2, 'pull_request', $3, $4, $5::jsonb) ON CONFLICT (provider, delivery_id) DO NOTHING
    RETURNING id
  ), message AS (
    INSERT INTO outbox (queue, key, payload) SELECT 'deliveries', 'delivery:' || id, jsonb_build_object('deliveryId', id) FROM stored
  )
  SELECT id FROM stored`;
