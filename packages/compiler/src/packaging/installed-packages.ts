import { PathOutsideError, type FileSource } from "../file-source.js";

/** The packages below a service's directory, found as Node finds them. Directories are relative to the service's. */
export type InstalledPackages = {
  /** Every directory of a package in the listing, also those that links lead to. */
  readonly directories: readonly string[];
  /** Where a package that is required from a directory really is; not looked for above `top`, if there is one. Null: nowhere. */
  resolve(name: string, from: { directory: string; top: string | null }): Promise<string | null>;
  /** Where a directory of the listing really is. */
  realOf(directory: string): Promise<string>;
};

/** Finds packages: those of a listing and what their links lead to, or, without a listing, all of the repository. */
export function createInstalledPackages(files: FileSource, list: readonly string[] | null): InstalledPackages {
  const directories = (list ?? []).flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(file)?.[1] ?? []);
  const listed = new Set(directories);
  const reals = new Map<string, Promise<string>>();
  const realOf = (directory: string): Promise<string> => {
    // By its manifest, whose place a listing knows without asking the disk again.
    const real = reals.get(directory) ?? insideOr(directory, files.realPath(`${directory}/package.json`)).then((path) => path.replace(/\/package\.json$/, ""));
    reals.set(directory, real);
    return real;
  };
  const isPackage = async (directory: string): Promise<boolean> => {
    if (listed.has(directory)) return true;
    // What a link led to may lie above the service's directory, which the listing does not cover.
    return (list === null || directory.startsWith("../")) && (await isFile(files, `${directory}/package.json`));
  };
  return {
    directories,
    realOf,
    async resolve(name, { directory, top }) {
      for (const above of upTo(top, directory)) {
        const candidate = `${above === "" ? "" : `${above}/`}node_modules/${name}`;
        if (await isPackage(candidate)) return realOf(candidate);
      }
      return null;
    },
  };
}

/** Deeper than any repository: what is above its root is refused anyway. */
const mostClimbs = 12;

/**
 * The directory and those above it, up to `top`. From outside of the service's directory, up to where the path climbs
 * from; without a `top`, as far as a repository can be high.
 */
function upTo(top: string | null, directory: string): string[] {
  const found = [directory];
  let at = directory;
  while (at !== top && at !== "" && !at.endsWith("..")) {
    at = at.includes("/") ? at.slice(0, at.lastIndexOf("/")) : "";
    found.push(at);
  }
  if (top !== null) return found;
  for (let climb = 0; climb < mostClimbs; climb += 1) found.push((at = at === "" ? ".." : `${at}/..`));
  return found;
}

async function isFile(files: FileSource, path: string): Promise<boolean> {
  return (await insideOr(null, files.inspect(path))) !== null;
}

async function insideOr<T>(otherwise: T, asked: Promise<T | null>): Promise<T> {
  try {
    return (await asked) ?? otherwise;
  } catch (error) {
    if (error instanceof PathOutsideError) return otherwise;
    throw error;
  }
}
