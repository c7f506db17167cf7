import { authorize, type OperationContext } from "../context.js";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";

/** What acts as an App. For calls to GitHub and never for an answer. */
export type OpenGithubApp = { id: string; baseUrl: string; appId: number; privateKey: string };

/** Every App with its private key in the clear, oldest first. */
export async function openGithubApps(context: OperationContext, keyring: Keyring): Promise<OpenGithubApp[]> {
  authorize(context, "repository:manage");
  const rows = await context.db.prisma.githubApp.findMany({ select: { id: true, baseUrl: true, appId: true, sealedPrivateKey: true }, orderBy: { id: "asc" } });
  return rows.map(({ id, baseUrl, appId, sealedPrivateKey }) => ({
    id,
    baseUrl,
    appId: Number(appId),
    privateKey: keyring.open(sealedPrivateKey, sealedPlace.githubPrivateKey(id)),
  }));
}
