import type { TokenForgeProvider } from "@windlass/contracts/forge";
import type { Repository } from "@windlass/contracts/repository";

export const providerText = { github: "GitHub", gitlab: "GitLab", git: "git", folder: "Folder on the server" } as const satisfies Record<Repository["provider"], string>;

/** Which token has all that is told of a repository told. */
export const tokenHint = {
  gitlab: "A project access token with the scope api and the role Developer. With it GitLab shows statuses, environments and one note per merge request, and merge requests get previews.",
} as const satisfies Record<TokenForgeProvider, string>;
