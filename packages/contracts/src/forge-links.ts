import type { ForgeKind } from "./forge.js";
import { pullWords, type PullWords } from "./pull-words.js";

/** What a forge calls things, and where it shows them. */
export type ForgeLinks = {
  /** Its own words for a pull request. */
  pull: PullWords;
  commit: (sha: string) => string;
  /** A line of a file at a commit. */
  line: (place: { sha: string; path: string; line: number }) => string;
  /** Where deployments are shown; null where they are not. */
  deployments: string | null;
};

/** The addresses of a repository's pages. `home` is the repository's own, without a slash at its end. */
export function forgeLinks(kind: ForgeKind, home: string): ForgeLinks {
  return { pull: pullWords(kind), ...makers[kind](home) };
}

const encoded = (path: string): string => path.split("/").map(encodeURIComponent).join("/");

const makers = {
  github: (home) => ({
    commit: (sha) => `${home}/commit/${encodeURIComponent(sha)}`,
    line: ({ sha, path, line }) => `${home}/blob/${encodeURIComponent(sha)}/${encoded(path)}#L${line}`,
    deployments: `${home}/deployments`,
  }),
  gitlab: (home) => ({
    commit: (sha) => `${home}/-/commit/${encodeURIComponent(sha)}`,
    line: ({ sha, path, line }) => `${home}/-/blob/${encodeURIComponent(sha)}/${encoded(path)}#L${line}`,
    deployments: `${home}/-/environments`,
  }),
  bitbucket: (home) => ({
    commit: (sha) => `${home}/commits/${encodeURIComponent(sha)}`,
    line: ({ sha, path, line }) => `${home}/src/${encodeURIComponent(sha)}/${encoded(path)}#lines-${line}`,
    deployments: null,
  }),
} as const satisfies Record<ForgeKind, (home: string) => Omit<ForgeLinks, "pull">>;
