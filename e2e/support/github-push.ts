import { createHmac, randomUUID } from "node:crypto";
import { createRequire } from "node:module";

interface PublishedExample {
  name: string;
  examples: { ref: string; repository: Record<string, unknown>; [field: string]: unknown }[];
}

const published = createRequire(import.meta.url)("@octokit/webhooks-examples/api.github.com/index.json") as PublishedExample[];

/** What GitHub would send for a push: its own published payload, about our repository and commit. */
export function pushPayload(push: { repositoryUrl: string; branch: string; sha: string }): string {
  const example = published.find((entry) => entry.name === "push")?.examples.find((candidate) => candidate.ref.startsWith("refs/heads/"));
  if (example === undefined) throw new Error("The published push payload is missing.");
  return JSON.stringify({
    ...example,
    ref: `refs/heads/${push.branch}`,
    after: push.sha,
    deleted: false,
    repository: { ...example.repository, clone_url: push.repositoryUrl },
  });
}

/** Sends a delivery as GitHub does, signed with `secret`; `deliveryId` repeats an earlier one. */
export async function deliver(
  baseUrl: string,
  delivery: { body: string; secret: string; event?: string; deliveryId?: string },
): Promise<Response> {
  const signature = createHmac("sha256", delivery.secret).update(delivery.body).digest("hex");
  return fetch(`${baseUrl}/webhooks/github`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "user-agent": "GitHub-Hookshot/044aadd",
      "x-github-event": delivery.event ?? "push",
      "x-github-delivery": delivery.deliveryId ?? randomUUID(),
      "x-hub-signature-256": `sha256=${signature}`,
    },
    body: delivery.body,
  });
}
