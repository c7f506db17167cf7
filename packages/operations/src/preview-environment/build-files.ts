import type { ChangedFile } from "@windlass/contracts/forge";
import type { BuildFile } from "@windlass/contracts/preview";

/** By the file's own name, or by a folder that it is in; the first that matches counts. */
type Kind = { why: BuildFile["why"]; name?: RegExp; folder?: RegExp };

const kinds: readonly Kind[] = [
  { why: "config", name: /^serverless(-compose)?\.(ya?ml|json|[cm]?[jt]s)$/i, folder: /^(serverless|resources|stacks?|iam|cloudformation)$/i },
  { why: "package", name: /^(package\.json|\.npmrc|\.yarnrc(\.yml)?|\.pnpmfile\.c?js|pnpm-workspace\.yaml|bunfig\.toml|requirements.*\.txt|pyproject\.toml|setup\.(py|cfg)|pipfile|gemfile|go\.mod|cargo\.toml|build\.(gradle(\.kts)?|rs)|pom\.xml)$/i, folder: /^\.yarn$/i },
  { why: "lockfile", name: /^(package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|poetry\.lock|pipfile\.lock|gemfile\.lock|go\.sum|cargo\.lock)$/i },
  { why: "code", name: /(\.config|rc)\.([cm]?[jt]s|json)$|^\.(babelrc|swcrc|eslintrc|mocharc)|^(makefile|dockerfile.*|gulpfile\.[cm]?[jt]s|gruntfile\.[cm]?[jt]s|tsconfig.*\.json|turbo\.json|nx\.json)$/i },
  { why: "script", name: /\.(sh|bash|zsh|ps1|cmd|bat|mk)$/i, folder: /^(scripts?|bin|tools?|hooks?|\.husky|plugins?|patches)$/i },
  { why: "git", name: /^\.(gitattributes|gitmodules|gitconfig|nvmrc|node-version|tool-versions|env.*)$/i, folder: /^\.github$/ },
];

/** The files of a pull request that decide what runs while it is built, for the person who lets it be built. A renamed file counts by both of its names. Pure. */
export function findBuildFiles(files: readonly ChangedFile[]): BuildFile[] {
  return files.flatMap(({ path, previousPath, status, additions, deletions }) => {
    const kind = kinds.find((one) => isOf(one, path) || (previousPath !== null && isOf(one, previousPath)));
    return kind === undefined ? [] : [{ path, why: kind.why, status, additions, deletions }];
  });
}

function isOf({ name, folder }: Kind, path: string): boolean {
  const folders = path.split("/");
  // Names are strangers' words: a longer one would keep the regular expressions busy.
  const own = (folders.pop() ?? "").slice(-300);
  return name?.test(own) === true || (folder !== undefined && folders.some((one) => folder.test(one)));
}
