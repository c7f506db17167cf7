import { matchGlobs } from "../delivery/match-globs.js";

/** What a stage that deploys on push follows: its globs as one, so that they are looked at in their order. */
export type WatchedRefs = { kind: "heads" | "tags"; globs: string[] };

type Following = { branch: string; rules: { branches: string[]; tags: string[] } };

/** What a stage follows in its repository. */
export function watchedRefsOf({ branch, rules: { branches, tags } }: Following): WatchedRefs[] {
  const heads = branches.length > 0 ? branches : tags.length > 0 ? [] : [branch];
  return [
    ...(heads.length > 0 ? [{ kind: "heads" as const, globs: heads }] : []),
    ...(tags.length > 0 ? [{ kind: "tags" as const, globs: tags }] : []),
  ];
}

/** A name for it, by which it is known whether it was looked at before. */
export function keyOf({ kind, globs }: WatchedRefs): string {
  return `${kind}:${globs.join("\n")}`;
}

/** Whether it is of this ref, such as `refs/heads/main`. A branch without a star or the like is taken as it is written. */
export function watches(watched: WatchedRefs): (ref: string) => boolean {
  const prefix = `refs/${watched.kind}/`;
  const [only = ""] = watched.globs;
  const matches = isExact(watched) ? (name: string) => name === only : matchGlobs(watched.globs);
  return (ref) => ref.startsWith(prefix) && matches(ref.slice(prefix.length));
}

/** Whether it is one name. */
export function isExact({ globs }: WatchedRefs): boolean {
  return globs.length === 1 && !/[*?[{!]/.test(globs[0] ?? "");
}
