import { forgeKinds, type ForgeKind } from "./forge.js";

/** What a host calls a pull request, and how its people write one. */
export type PullWords = {
  one: "pull request" | "merge request";
  many: "pull requests" | "merge requests";
  /** At the beginning of a sentence. */
  One: "Pull request" | "Merge request";
  Many: "Pull requests" | "Merge requests";
  /** Before the number. */
  mark: "#" | "!";
  /** Of its page: the part of the address that shows all that it changes. */
  changesPath: "files" | "diffs" | "diff";
};

const pull = { one: "pull request", many: "pull requests", One: "Pull request", Many: "Pull requests", mark: "#" } as const;

const words = {
  github: { ...pull, changesPath: "files" },
  gitlab: { one: "merge request", many: "merge requests", One: "Merge request", Many: "Merge requests", mark: "!", changesPath: "diffs" },
  bitbucket: { ...pull, changesPath: "diff" },
} as const satisfies Record<ForgeKind, PullWords>;

/** The words of a host by its kind, which a repository's provider or a delivery's may be; of any other those of GitHub. */
export function pullWords(host: string | null): PullWords {
  return words[forgeKinds.find((kind) => kind === host) ?? "github"];
}

/** The words of what may be on several hosts: those that all of them share, else, and for none, those of GitHub. */
export function sharedPullWords(hosts: Iterable<string>): PullWords {
  const [first = pullWords(null), ...others] = [...hosts].map(pullWords);
  return others.every(({ one }) => one === first.one) ? first : pullWords(null);
}

/** `#12`, of GitLab `!12`. */
export function pullLabel(host: string | null, number: number): string {
  return `${pullWords(host).mark}${number}`;
}

/** What GitHub and GitLab call the newest commit of a pull request, in the repository that it asks to change. */
export const pullRefPattern = /^refs\/(pull|merge-requests)\/(\d+)\/head$/;

/** `pull request #12` of the ref that GitHub has for it, `merge request !12` of GitLab's; null of any other ref. */
export function pullOfRef(ref: string): string | null {
  const [, folder, number] = pullRefPattern.exec(ref) ?? [];
  if (folder === undefined || number === undefined) return null;
  const { one, mark } = pullWords(folder === "pull" ? "github" : "gitlab");
  return `${one} ${mark}${number}`;
}
