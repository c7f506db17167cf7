import { createHmac, randomUUID } from "node:crypto";

export const webhookSecret = "a webhook secret of the fault suite";

/** What a call came to. `status` is 0 when no answer came. */
export type Answer = { status: number; id: string | null; retryAfter: number };

export type ApiCalls = {
  deploy(service: string, idempotencyKey?: string): Promise<Answer>;
  /** Sends a signed push, whose head is `sha`. */
  push(input: PushInput): Promise<Answer>;
};

export type PushInput = { fullName: string; sha: string; before?: string; deliveryId?: string; deleted?: boolean };

/** Calls the API as a program does that keeps count of what it was promised. */
export function openApiCalls(input: { url: string; token: string }): ApiCalls {
  return {
    deploy: (service, idempotencyKey = randomUUID()) =>
      send(`${input.url}/api/services/${service}/stages/dev/deployments`, {
        headers: { authorization: `Bearer ${input.token}`, "idempotency-key": idempotencyKey },
      }),
    push(push) {
      const body = pushBody(push);
      const signature = `sha256=${createHmac("sha256", webhookSecret).update(body).digest("hex")}`;
      const headers = { "content-type": "application/json", "x-github-event": "push", "x-github-delivery": push.deliveryId ?? randomUUID(), "x-hub-signature-256": signature };
      return send(`${input.url}/webhooks/github`, { headers, body });
    },
  };
}

async function send(url: string, init: { headers: Record<string, string>; body?: string }): Promise<Answer> {
  try {
    const answer = await fetch(url, { method: "POST", ...init, signal: AbortSignal.timeout(30_000) });
    const body: unknown = await answer.json();
    const id = typeof body === "object" && body !== null && "id" in body && typeof body.id === "string" ? body.id : null;
    return { status: answer.status, id, retryAfter: Number(answer.headers.get("retry-after")) };
  } catch {
    return { status: 0, id: null, retryAfter: 0 };
  }
}

/** The parts of GitHub's push payload that matter. */
export function pushBody({ fullName, sha, before = "0".repeat(40), deleted = false }: PushInput): string {
  const address = `https://github.com/${fullName}`;
  const head = { id: sha, message: "A push", timestamp: "2026-11-23T00:00:00Z", author: { name: "Ada", email: "ada@example.com" } };
  return JSON.stringify({
    ref: "refs/heads/main",
    before,
    after: deleted ? "0".repeat(40) : sha,
    deleted,
    repository: { full_name: fullName, clone_url: `${address}.git`, ssh_url: `git@github.com:${fullName}.git`, html_url: address, git_url: address },
    head_commit: deleted ? null : head,
    pusher: { name: "ada" },
  });
}
