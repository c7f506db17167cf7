import type { FileSource } from "../file-source.js";
import type { InstalledPackages } from "./installed-packages.js";
import { namesOf, type Manifests } from "./manifest.js";

/** A package as it goes into a zip: the directory there, and the one that it comes from. */
export type PlacedPackage = { name: string; from: string };

export type Layout = { packages: PlacedPackage[]; /** Wanted packages that are not installed. */ missing: string[] };

type Open = { real: string; place: string };

/** Packages that need each other in versions that exclude each other would be nested for ever. */
const deepestNesting = 12;

/**
 * Lays packages and all that they depend on out without links, as npm would: at the top, and below the one that needs it
 * where the top has another version.
 */
export async function layOutPackages(names: readonly string[], { packages, manifests }: { packages: InstalledPackages; manifests: Manifests }): Promise<Layout> {
  const placed = new Map<string, string>();
  const missing: string[] = [];
  const open: Open[] = [];
  const place = (name: string, real: string, parent: string): void => {
    const seen = lookUp(placed, name, parent);
    if (seen === real) return;
    // The top shadows nothing. Below its user, a package is met before anything nested there looks for its own.
    const above = seen === null ? "" : parent;
    const directory = `${above === "" ? "" : `${above}/`}node_modules/${name}`;
    if (directory.split("node_modules/").length > deepestNesting) return;
    placed.set(directory, real);
    open.push({ real, place: directory });
  };
  for (const name of names) {
    const real = await packages.resolve(name, { directory: "", top: null });
    if (real === null) missing.push(name);
    else place(name, real, "");
  }
  for (let next = open.shift(); next; next = open.shift()) {
    const needed = namesOf(await manifests.of(next.real), "dependencies", "optionalDependencies", "peerDependencies");
    for (const name of needed) {
      const real = await packages.resolve(name, { directory: next.real, top: null });
      if (real !== null) place(name, real, next.place);
    }
  }
  return { packages: Array.from(placed, ([name, from]) => ({ name, from })), missing };
}

/** The package that Node finds from a place, or null. */
function lookUp(placed: ReadonlyMap<string, string>, name: string, from: string): string | null {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    const real = placed.get(`${at === "" ? "" : `${at}/`}node_modules/${name}`);
    if (real !== undefined) return real;
    if (at === "") return null;
  }
}

/** The files of a package, without the packages in it: those have places of their own. */
export async function filesOfPackage(files: FileSource, { name, from }: PlacedPackage): Promise<{ name: string; path: string }[]> {
  const list = (await files.list(from)) ?? [];
  return list.filter((file) => !file.startsWith("node_modules/")).map((file) => ({ name: `${name}/${file}`, path: `${from}/${file}` }));
}
