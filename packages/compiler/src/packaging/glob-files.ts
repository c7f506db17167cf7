import micromatch from "micromatch";

/** A pattern of a glob as the reference's library sees it, and whether a directory can be left out by it whole. */
type Ignore = { matches: (path: string) => boolean; skipsDirectories: boolean };
type Positive = { isStatic: boolean; matches: (path: string) => boolean; /** Where the walk begins that looks for it. */ base: string };
type Task = { patterns: string[]; ignore: string[] };

/**
 * The files that a glob of these patterns finds, as the reference finds them: what follows a `!` takes away from what
 * came before, and a directory that it names takes all that is below with it; later patterns add again.
 */
export function globFiles(files: readonly string[], patterns: readonly string[]): string[] {
  const tasks = tasksOf(patterns);
  if (tasks.length === 1 && tasks[0]?.ignore.length === 0 && tasks[0].patterns.includes("**")) {
    const within = tasks[0].patterns.some(climbs) ? null : (file: string): boolean => !climbs(file);
    if (within) return files.filter(within);
  }
  const found = new Set<string>();
  for (const task of tasks) for (const file of runTask(files, task)) found.add(file);
  return files.filter((file) => found.has(file));
}

/** A pattern that begins with `!` applies to all patterns before it. */
function tasksOf(patterns: readonly string[]): Task[] {
  const tasks: Task[] = [];
  let open: string[] = [];
  const close = (): void => {
    if (open.length > 0) tasks.push({ patterns: open, ignore: [] });
    open = [];
  };
  for (const pattern of patterns) {
    if (!pattern.startsWith("!")) {
      open.push(pattern);
      continue;
    }
    close();
    for (const task of tasks) task.ignore.push(pattern.slice(1));
  }
  close();
  return tasks;
}

function* runTask(files: readonly string[], task: Task): Iterable<string> {
  const ignore = task.ignore.flatMap(expand).map(toIgnore);
  const positive = task.patterns.flatMap(expand).map((pattern): Positive => ({ isStatic: isStatic(pattern), matches: matcherOf(pattern), base: baseOf(pattern) }));
  // Patterns inside the directory are walked together from its top when one of them has to begin there.
  const fromTop = positive.some(({ isStatic: fixed, base }) => !fixed && base === "");
  const isFoundBy = (file: string, { matches, isStatic: fixed, base }: Positive): boolean => {
    if (!matches(file)) return false;
    if (fixed) return true;
    const start = fromTop && !base.startsWith("..") ? "" : base;
    return (start === "" || file.startsWith(`${start}/`)) && !isBelowIgnored(file, { ignore, base: start });
  };
  for (const file of files) if (!ignore.some(({ matches }) => matches(file)) && positive.some((pattern) => isFoundBy(file, pattern))) yield file;
}

/** Whether a directory between the one where the walk begins and the file is ignored. */
function isBelowIgnored(file: string, { ignore, base }: { ignore: readonly Ignore[]; base: string }): boolean {
  const skipping = ignore.filter(({ skipsDirectories }) => skipsDirectories);
  if (skipping.length === 0) return false;
  const from = base === "" ? 0 : base.length + 1;
  for (let slash = file.indexOf("/", from); slash >= 0; slash = file.indexOf("/", slash + 1)) {
    const directory = file.slice(0, slash);
    if (skipping.some(({ matches }) => matches(directory))) return true;
  }
  return false;
}

const climbs = (path: string): boolean => path.startsWith("..") || path.startsWith("./..");

function expand(pattern: string): string[] {
  return micromatch.braces(pattern, { expand: true, nodupes: true, keepEscaping: true }).filter((one) => one !== "").map((one) => one.replace(/(?!^)\/{2,}/g, "/"));
}

function toIgnore(pattern: string): Ignore {
  const name = pattern.slice(pattern.lastIndexOf("/") + 1);
  return { matches: matcherOf(pattern), skipsDirectories: pattern.endsWith("/**") || isStatic(name) };
}

function matcherOf(pattern: string): (path: string) => boolean {
  const expression = micromatch.makeRe(pattern, { dot: true, posix: true, strictSlashes: false });
  return (path) => expression.test(path);
}

function isStatic(pattern: string): boolean {
  return !/[*?\\]|^!|\[[^[]*\]|(?:^|[^!*+?@])\([^(]*\|[^|]*\)|[!*+?@]\([^(]*\)/.test(pattern);
}

/**
 * The directory where the walk for a pattern begins: what stands before its first part that is no plain name. The
 * reference's library takes a lone `?` for one, and then finds no such directory.
 */
function baseOf(pattern: string): string {
  const parts = pattern.replace(/^\.\//, "").split("/");
  const firstGlob = parts.findIndex((part, index) => index === parts.length - 1 || !isStatic(part.replace(/(?<![\].+)])\?/g, "")));
  return parts.slice(0, firstGlob).join("/");
}
