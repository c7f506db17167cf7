import micromatch from "micromatch";

/** `exclude` and `include` are globs; an `include` that begins with `!` excludes. Later ones win. */
export type Selection = { exclude: readonly string[]; include: readonly string[]; devDependencies: ReadonlySet<string> };

/**
 * The files that go into a zip: all of them, less the excludes, changed by the includes in their order, less files of
 * development dependencies.
 */
export function selectFiles(files: readonly string[], { exclude, include, devDependencies }: Selection): string[] {
  const chosen = new Map(files.map((file) => [file, true]));
  const patterns = [...exclude.map((pattern) => (pattern.startsWith("!") ? pattern.slice(1) : `!${pattern}`)), ...include];
  for (const pattern of patterns) {
    const keep = !pattern.startsWith("!");
    const matches = matcher(keep ? pattern : pattern.slice(1));
    for (const file of files) if (chosen.get(file) !== keep && matches(file)) chosen.set(file, keep);
  }
  return files.filter((file) => chosen.get(file) === true && !isBelow(file, devDependencies));
}

function matcher(pattern: string): (file: string) => boolean {
  // Most patterns are plain names or whole directories, which need no expression.
  if (/^[\w./@-]+$/.test(pattern)) return (file) => file === pattern;
  const directory = /^([\w./@-]+)\/\*\*$/.exec(pattern)?.[1];
  if (directory !== undefined) return (file) => file.startsWith(`${directory}/`);
  if (pattern === "**") return () => true;
  return micromatch.matcher(pattern, { dot: true });
}

function isBelow(file: string, directories: ReadonlySet<string>): boolean {
  if (directories.size === 0) return false;
  for (let slash = file.indexOf("/"); slash >= 0; slash = file.indexOf("/", slash + 1)) {
    if (directories.has(file.slice(0, slash))) return true;
  }
  return directories.has(file);
}
