import type { TokenForgeProvider } from "@windlass/contracts/forge";
import type { Repository } from "@windlass/contracts/repository";

export const providerText = { github: "GitHub", gitlab: "GitLab", bitbucket: "Bitbucket", git: "git", folder: "Folder on the server" } as const satisfies Record<Repository["provider"], string>;

/** Which token has all that is told of a repository told. */
export const tokenHint = {
  gitlab: "A project access token with the scope api and the role Developer. With it GitLab shows statuses, environments and one note per merge request, and merge requests get previews.",
  bitbucket: "A repository access token that may write to the repository and to pull requests, and administer the repository, to see who may do what. With it Bitbucket shows build statuses and one comment per pull request, and pull requests get previews.",
} as const satisfies Record<TokenForgeProvider, string>;
