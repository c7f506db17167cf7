import micromatch from "micromatch";
import { globFiles } from "./glob-files.js";

/** `exclude` and `include` are globs; an `include` that begins with `!` excludes. Later ones win. */
export type Selection = {
  exclude: readonly string[];
  include: readonly string[];
  /** Directories and files that no pattern brings back. */
  devDependencies: ReadonlySet<string>;
};

/** Selects from one list of files again and again: each pattern is matched with the list once. */
export type FileSelector = (selection: Selection) => string[];

/**
 * Makes the selector of a list of files, all of them paths from the service's directory. What goes into a zip are the
 * files that a glob of the includes finds beside all others, less the excludes, changed by the includes in their order,
 * less files of development dependencies.
 */
export function createFileSelector(files: readonly string[]): FileSelector {
  const matched = new Map<string, readonly number[]>();
  const matchesOf = (pattern: string): readonly number[] => {
    const known = matched.get(pattern);
    if (known) return known;
    const matches = matcher(pattern);
    const indexes = files.flatMap((file, index) => (matches(file) ? [index] : []));
    matched.set(pattern, indexes);
    return indexes;
  };
  return ({ exclude, include, devDependencies }) => {
    const globbed = new Set(globFiles(files, ["**", ...include]));
    const chosen = files.map((file) => globbed.has(file));
    const apply = (pattern: string, keep: boolean): void => {
      for (const index of matchesOf(pattern)) chosen[index] = keep && globbed.has(files[index] ?? "");
    };
    for (const pattern of exclude) apply(pattern.replace(/^!/, ""), pattern.startsWith("!"));
    for (const pattern of include) apply(pattern.replace(/^!/, ""), !pattern.startsWith("!"));
    return files.filter((file, index) => chosen[index] === true && !isBelow(file, devDependencies));
  };
}

function matcher(pattern: string): (file: string) => boolean {
  const plain = pattern.replace(/^\.\//, "");
  // Most patterns are plain names or whole directories, which need no expression.
  if (/^[\w./@-]+$/.test(plain)) return (file) => file === plain;
  const directory = /^([\w./@-]*[\w@-])\/\*\*$/.exec(plain)?.[1];
  if (directory !== undefined) return (file) => file.startsWith(`${directory}/`) || file === directory;
  return micromatch.matcher(pattern, { dot: true });
}

function isBelow(file: string, directories: ReadonlySet<string>): boolean {
  if (directories.size === 0) return false;
  for (let slash = file.indexOf("/"); slash >= 0; slash = file.indexOf("/", slash + 1)) {
    if (directories.has(file.slice(0, slash))) return true;
  }
  return directories.has(file);
}
