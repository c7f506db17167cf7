import { githubInstallationSchema, type GithubApp, type GithubInstallation } from "@windlass/contracts/github";
import type { Prisma } from "@windlass/database/generated/client";

export const githubAppFields = {
  omit: { sealedPrivateKey: true, sealedWebhookSecret: true, sealedClientSecret: true },
  include: { installations: { orderBy: { account: "asc" } } },
} as const satisfies Prisma.GithubAppDefaultArgs;
export type GithubAppRow = Prisma.GithubAppGetPayload<typeof githubAppFields>;

/** An App as it is shown: without its secrets. */
export function toGithubApp({ id, baseUrl, appId, name, owner, url, installations, createdAt }: GithubAppRow): GithubApp {
  return {
    id, baseUrl, name, owner, url,
    appId: Number(appId),
    installUrl: `${url}/installations/new`,
    installations: installations.map(toInstallation),
    problem: null,
    createdAt: createdAt.toISOString(),
  };
}

function toInstallation(row: GithubAppRow["installations"][number]): GithubInstallation {
  const { account, accountType, selection, url } = row;
  const suspendedAt = row.suspendedAt?.toISOString() ?? null;
  return githubInstallationSchema.parse({ installationId: Number(row.installationId), account, accountType, selection, url, suspendedAt });
}
