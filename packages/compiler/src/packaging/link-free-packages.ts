import type { FileSource } from "../file-source.js";
import { createInstalledPackages, type InstalledPackages } from "./installed-packages.js";
import { filesOfPackage, layOutPackages } from "./lay-out-packages.js";
import { createManifests, namesOf } from "./manifest.js";

/** Where pnpm keeps packages and links them to each other. */
const store = /^((?:.*\/)?node_modules\/\.pnpm\/[^/]+\/node_modules)\//;
/** What generators write beside a package in the store, and the package imports from there. */
const generatedBeside = [".prisma"];

/** Packages of a service as they go into a zip: directories there, and the files by their paths there. */
export type LinkFreePackages = { directories: Set<string>; sources: Map<string, string> };

/**
 * The service's packages laid out without links, where pnpm has linked them. A zip has no links: each package would be
 * there, but not find what it needs, for Node looks for that beside the file that a link leads to. Null where the
 * packages are no links into pnpm's store.
 */
export async function findLinkFreePackages(files: FileSource, { development }: { development: boolean }): Promise<LinkFreePackages | null> {
  const installed = { packages: createInstalledPackages(files, null), manifests: createManifests(files) };
  const manifest = await installed.manifests.of("");
  const kinds = ["dependencies", "optionalDependencies", "peerDependencies", ...(development ? ["devDependencies"] : [])];
  const names = Array.from(new Set(namesOf(manifest, ...kinds)));
  if (!(await isAnyInStore(names, installed.packages))) return null;
  const { packages } = await layOutPackages(names, installed);
  const generated = packages.flatMap(({ from }) => generatedBeside.map((name) => ({ name: `node_modules/${name}`, from: `${store.exec(from)?.[1] ?? from}/${name}` })));
  const sources = new Map<string, string>();
  for (const placed of [...packages, ...generated]) for (const { name, path } of await filesOfPackage(files, placed)) sources.set(name, path);
  return { directories: new Set(packages.map(({ name }) => name)), sources };
}

async function isAnyInStore(names: readonly string[], packages: InstalledPackages): Promise<boolean> {
  for (const name of names) if (store.test((await packages.resolve(name, { directory: "", top: "" })) ?? "")) return true;
  return false;
}

/** A listing with these packages in place of pnpm's links and store. */
export function withoutLinks(list: readonly string[], { directories, sources }: LinkFreePackages): string[] {
  const isReplaced = (file: string): boolean => file.startsWith("node_modules/.pnpm/") || directories.has(/^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? "");
  return Array.from(new Set([...list.filter((file) => !isReplaced(file)), ...sources.keys()])).sort();
}
