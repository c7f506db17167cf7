import picomatch from "picomatch";

/** Names that are longer are not looked at: they count as matched, so that a push deploys rather than not. */
const longestName = 1_000;

/**
 * Makes a test of names by globs in order: each that matches lets the name in, or takes it out again with `!` before it. A
 * list that begins with `!` lets everything else in.
 */
export function matchGlobs(globs: readonly string[]): (name: string) => boolean {
  const tests = globs.map((glob) => {
    const negated = glob.startsWith("!");
    return { negated, matches: compile(negated ? glob.slice(1) : glob) };
  });
  return (name) => {
    if (name.length > longestName) return true;
    let isIn = tests[0]?.negated ?? false;
    for (const { negated, matches } of tests) if (isIn === negated && matches(name)) isIn = !negated;
    return isIn;
  };
}

/** Contracts bound how many stars a glob has; what else a regular expression would repeat is taken as it is written. */
function compile(glob: string): (name: string) => boolean {
  return picomatch(glob.replace(/[+^$@]/g, String.raw`\$&`), { dot: true, noextglob: true, nonegate: true });
}
