import type { ForgeRepository } from "@windlass/contracts/forge";

/** What GitHub's several descriptions of a repository have in common. */
type Answer = {
  full_name: string;
  clone_url?: string;
  html_url: string;
  default_branch?: string;
  private: boolean;
  archived?: boolean;
  description: string | null;
};

export function toRepository(row: Answer): ForgeRepository {
  return {
    fullName: row.full_name,
    cloneUrl: row.clone_url ?? `${row.html_url}.git`,
    url: row.html_url,
    defaultBranch: row.default_branch ?? "main",
    isPrivate: row.private,
    isArchived: row.archived ?? false,
    description: row.description ?? "",
  };
}
