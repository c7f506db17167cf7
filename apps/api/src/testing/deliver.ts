import { createHmac } from "node:crypto";
import type { LightMyRequestResponse } from "fastify";
import type { TestApp } from "./test-app.js";

/** Sends a push as GitHub does, signed with a secret. */
export function deliver(server: TestApp, { body, secret, headers }: { body: string; secret: string; headers: Record<string, string> }): Promise<LightMyRequestResponse> {
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  return server.call({ method: "POST", url: "/webhooks/github", payload: body, headers: { "content-type": "application/json", "x-github-event": "push", "x-hub-signature-256": signature, ...headers } });
}
