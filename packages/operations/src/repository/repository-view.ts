import { reportSettingsSchema } from "@windlass/contracts/report";
import { repositoryProviders, type Repository } from "@windlass/contracts/repository";
import type { Prisma } from "@windlass/database/generated/client";
import { sshFingerprint } from "./ssh-key.js";

export const repositoryFields = { include: { _count: { select: { services: true } } } } as const satisfies Prisma.RepositoryDefaultArgs;
export type RepositoryRow = Prisma.RepositoryGetPayload<typeof repositoryFields>;

/** A repository as it is shown: that it has an access token, and not which. */
export function toRepository(row: RepositoryRow): Repository {
  return {
    id: row.id,
    url: row.url,
    provider: providerOf(row.provider),
    fullName: row.fullName,
    defaultBranch: row.defaultBranch,
    hasAccessToken: row.sealedAccessToken !== null,
    deployKey: shownKey(row.deployKey),
    sshHostKey: shownKey(row.sshHostKey),
    serviceCount: row._count.services,
    reports: reportSettingsSchema.parse(row.reportSettings),
    createdAt: row.createdAt.toISOString(),
  };
}

const shownKey = (publicKey: string | null): Repository["deployKey"] => (publicKey === null ? null : { publicKey, fingerprint: sshFingerprint(publicKey) });

/** One that is not known is a git server. */
export function providerOf(stored: string): Repository["provider"] {
  return repositoryProviders.find((known) => known === stored) ?? "git";
}
