import { PathOutsideError, type FileSource } from "../file-source.js";

/** The packages below a service's directory, found as Node finds them. Directories are relative to the service's. */
export type InstalledPackages = {
  /** Every directory of a package in the listing, also those that links lead to. */
  readonly directories: readonly string[];
  /** Where a package that is required from a directory really is; not looked for above `top`. Null: nowhere. */
  resolve(name: string, from: { directory: string; top: string }): Promise<string | null>;
  /** Where a directory of the listing really is. */
  realOf(directory: string): Promise<string>;
};

/** Finds the packages of a listing. Their real places are asked for only when a link is met, as pnpm makes them. */
export function createInstalledPackages(files: FileSource, list: readonly string[]): InstalledPackages {
  const directories = list.flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(file)?.[1] ?? []);
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
    return directory.startsWith("../") && (await isFile(files, `${directory}/package.json`));
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

/** The directory and those above it, up to `top`; outside of the service's directory, up to where its path climbs from. */
function upTo(top: string, directory: string): string[] {
  const found = [directory];
  for (let at = directory; at !== top && at !== "" && !at.endsWith(".."); ) {
    at = at.includes("/") ? at.slice(0, at.lastIndexOf("/")) : "";
    found.push(at);
  }
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
