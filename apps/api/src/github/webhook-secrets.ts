import type { WebhookSecret } from "@windlass/operations/github/read-webhook-secrets";

/** So often the database is asked at most, whatever comes in: a flood of wrong signatures costs it next to nothing. */
const freshMs = 5_000;

export type WebhookSecrets = {
  /** Whether one of the App's secrets passes the check. */
  some(appId: number, check: (secret: string) => boolean): Promise<boolean>;
  /** What was kept is read anew: an App came or went. */
  clear(): void;
};

/** The secrets of the connected Apps, kept for a moment. A read that fails is not kept. */
export function openWebhookSecrets(read: () => Promise<WebhookSecret[]>): WebhookSecrets {
  let kept: { atMs: number; secrets: Promise<WebhookSecret[]> } | null = null;
  return {
    async some(appId, check) {
      if (kept === null || Date.now() - kept.atMs > freshMs) {
        const fresh = { atMs: Date.now(), secrets: read() };
        kept = fresh;
        fresh.secrets.catch(() => {
          if (kept === fresh) kept = null;
        });
      }
      const secrets = await kept.secrets;
      return secrets.some((known) => known.appId === appId && check(known.secret));
    },
    clear: () => void (kept = null),
  };
}
