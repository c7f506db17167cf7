import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import micromatch from "micromatch";
import type { FileSource } from "../file-source.js";
import { createInstalledPackages, type InstalledPackages } from "./installed-packages.js";
import { createManifests, namesOf, type Manifests } from "./manifest.js";

/**
 * Directories of installed packages that only development needs: those that no production dependency of any
 * package.json outside node_modules reaches. Packages that nobody names (linked by hand, vendored) stay. Also their
 * links in `.bin`.
 */
export async function findDevDependencies(files: FileSource, list: readonly string[]): Promise<Set<string>> {
  const packages = createInstalledPackages(files, list);
  if (packages.directories.length === 0) return new Set();
  const tree = { packages, manifests: createManifests(files) };
  const needed = new Set<string>();
  const developed = new Set<string>();
  for (const root of await rootsOf(tree, list)) {
    const manifest = await tree.manifests.of(root.directory);
    const names = new Set(namesOf(manifest, "dependencies"));
    const developmentNames = namesOf(manifest, "devDependencies").filter((name) => !names.has(name));
    // As npm takes them: what is also a development dependency is one, unless it is a plain dependency too.
    for (const name of namesOf(manifest, "optionalDependencies", "peerDependencies")) if (!developmentNames.includes(name)) names.add(name);
    await reach(tree, { ...root, names: Array.from(names), found: needed });
    await reach(tree, { ...root, names: developmentNames, found: developed });
  }
  for (const real of needed) developed.delete(real);
  return directoriesOf(tree, developed);
}

type Tree = { packages: InstalledPackages; manifests: Manifests };
type Root = { directory: string; top: string };

/** Where packages are required from, and how far up they are looked for: members of a workspace find those of its root. */
async function rootsOf({ manifests }: Tree, list: readonly string[]): Promise<Root[]> {
  const directories = list.filter((file) => /(?:^|\/)package\.json$/.test(file) && !file.includes("node_modules/")).map((file) => file.replace(/\/?package\.json$/, ""));
  const roots = directories.map((directory) => ({ directory, top: directory }));
  for (const { directory: above } of roots) {
    const members = membersOf(await manifests.of(above));
    const prefix = above === "" ? "" : `${above}/`;
    if (members.length === 0) continue;
    for (const root of roots) if (root.directory.startsWith(prefix) && micromatch.isMatch(root.directory.slice(prefix.length), members)) root.top = above;
  }
  return roots;
}

function membersOf({ workspaces }: JsonObject): string[] {
  const patterns = isJsonObject(workspaces) ? workspaces["packages"] : workspaces;
  return Array.isArray(patterns) ? patterns.filter((pattern) => typeof pattern === "string").map((pattern) => pattern.replace(/^\.\/|\/$/g, "")) : [];
}

async function reach({ packages, manifests }: Tree, { top, names, found, directory }: Root & { names: string[]; found: Set<string> }): Promise<void> {
  const open = [{ directory, names }];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const name of next.names) {
      const real = await packages.resolve(name, { directory: next.directory, top });
      if (real === null || found.has(real)) continue;
      found.add(real);
      open.push({ directory: real, names: namesOf(await manifests.of(real), "dependencies", "optionalDependencies", "peerDependencies") });
    }
  }
}

/** The paths under which a listing has these packages, be they links or not, and their programs. */
async function directoriesOf({ packages, manifests }: Tree, reals: ReadonlySet<string>): Promise<Set<string>> {
  const found = new Set<string>();
  if (reals.size === 0) return found;
  for (const directory of packages.directories) {
    if (!reals.has(await packages.realOf(directory))) continue;
    found.add(directory);
    for (const program of programsOf(await manifests.of(directory), directory)) found.add(program);
  }
  return found;
}

function programsOf({ bin }: JsonObject, directory: string): string[] {
  const name = directory.slice(directory.lastIndexOf("/") + 1);
  const names = typeof bin === "string" ? [name] : isJsonObject(bin) ? Object.keys(bin) : [];
  const modules = directory.slice(0, directory.lastIndexOf("node_modules/") + "node_modules".length);
  return names.map((command) => `${modules}/.bin/${command}`);
}
