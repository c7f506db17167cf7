import { createHmac } from "node:crypto";

/** The secret of a provider's webhook, made from the server's own: GitLab sends it along with every delivery, and it must open nothing else. */
export function webhookSecretOf(provider: "gitlab" | "bitbucket", webhookSecret: string): string {
  return createHmac("sha256", webhookSecret).update(`windlass/webhook/${provider}`).digest("hex");
}
