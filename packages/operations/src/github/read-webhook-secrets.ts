import type { Database } from "@windlass/database/database";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";

/** With which secret the App of this number, on one of the GitHubs, signs its deliveries. */
export type WebhookSecret = { appId: number; secret: string };

/** The secrets of all Apps. Reading them is nobody's right: they only tell whether a delivery is genuine. */
export async function readWebhookSecrets(db: Database, keyring: Keyring): Promise<WebhookSecret[]> {
  const rows = await db.prisma.githubApp.findMany({ select: { id: true, appId: true, sealedWebhookSecret: true } });
  return rows.flatMap(({ id, appId, sealedWebhookSecret }) =>
    sealedWebhookSecret === null ? [] : [{ appId: Number(appId), secret: keyring.open(sealedWebhookSecret, sealedPlace.githubWebhookSecret(id)) }],
  );
}
