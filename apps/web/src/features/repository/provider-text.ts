import type { TokenForgeProvider } from "@windlass/contracts/forge";
import { pullWords } from "@windlass/contracts/pull-words";
import type { Repository } from "@windlass/contracts/repository";

export const providerText = { github: "GitHub", gitlab: "GitLab", bitbucket: "Bitbucket", git: "git", folder: "Folder on the server" } as const satisfies Record<Repository["provider"], string>;

const [gitlab, bitbucket] = [pullWords("gitlab"), pullWords("bitbucket")];

/** Which token has all that is told of a repository told. */
export const tokenHint = {
  gitlab: `A project access token with the scope api and the role Developer. With it GitLab shows statuses, environments and one note per ${gitlab.one}, and ${gitlab.many} get previews.`,
  bitbucket: `A repository access token that may write to the repository and to ${bitbucket.many}, and administer the repository, to see who may do what. With it Bitbucket shows build statuses and one comment per ${bitbucket.one}, and ${bitbucket.many} get previews.`,
} as const satisfies Record<TokenForgeProvider, string>;
