import { previewSettingsSchema, type PreviewSettings } from "@windlass/contracts/preview";
import type { Database } from "@windlass/database/database";

/** A service, as far as it decides about previews. */
export type PreviewService = {
  id: string;
  name: string;
  repositoryId: string;
  /** From the repository's root, without slashes at its ends. */
  rootDirectory: string;
  defaultBranch: string;
  /** The repository's provider. */
  host: string;
  settings: PreviewSettings;
};

/** The services of some repositories, by name. */
export async function findPreviewServices({ prisma }: Pick<Database, "prisma">, repositoryIds: readonly string[]): Promise<PreviewService[]> {
  const rows = await prisma.service.findMany({
    where: { repositoryId: { in: [...repositoryIds] } },
    include: { repository: { select: { defaultBranch: true, provider: true } } },
    orderBy: { name: "asc" },
  });
  return rows.map(({ id, name, repositoryId, rootDirectory, repository, previews }) => ({
    id,
    name,
    repositoryId,
    rootDirectory: rootDirectory.replace(/^(?:\.\/)+|\/+$/g, "").replace(/^\.$/, ""),
    defaultBranch: repository.defaultBranch,
    host: repository.provider,
    settings: previewSettingsSchema.parse(previews),
  }));
}
