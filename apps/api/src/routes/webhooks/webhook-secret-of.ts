import { createHmac } from "node:crypto";

/** The secret of a provider's webhook, made from the server's own: GitLab sends it along with every delivery, and it must open nothing else. */
export function webhookSecretOf(provider: "gitlab" | "bitbucket", webhookSecret: string): string {
  return createHmac("sha256", webhookSecret).update(`windlass/webhook/${provider}`).digest("hex");
}

/** What GitLab signs deliveries with, where it is new enough: 32 bytes in base64, as Standard Webhooks writes a key. */
export function gitlabSigningToken(webhookSecret: string): string {
  return `whsec_${createHmac("sha256", webhookSecret).update("windlass/webhook/gitlab/signing").digest("base64")}`;
}
