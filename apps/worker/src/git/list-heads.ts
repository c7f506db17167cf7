import { isExact, type WatchedRefs } from "@windlass/operations/heads/watched-refs";
import type { Git } from "./git.js";
import { unreachable } from "./resolve-ref.js";

/** The commits of a repository's branches and tags, as far as they are watched, by full name. Throws `repository_unreachable`. */
export async function listHeads(git: Git, { url, watched }: { url: string; watched: readonly WatchedRefs[] }): Promise<Map<string, string>> {
  const exact = watched.flatMap((one) => (isExact(one) ? [`refs/${one.kind}/${one.globs[0] ?? ""}`] : []));
  const wanted = exact.length === watched.length ? exact.flatMap((ref) => [ref, `${ref}^{}`]) : ["refs/heads/*", "refs/tags/*"];
  const listed = await git.run(["ls-remote", "--", url, ...wanted]);
  if (!listed.ok) throw unreachable(url, listed.stderr);
  if (listed.stdout !== "" && !listed.stdout.endsWith("\n")) throw unreachable(url, "it has too many branches and tags to compare");
  const heads = new Map<string, string>();
  for (const line of listed.stdout.split("\n")) {
    const [sha, name] = line.split("\t");
    // What an annotated tag is of comes after the tag itself, and takes its place.
    if (sha && name) heads.set(name.replace(/\^\{\}$/, ""), sha);
  }
  return heads;
}
