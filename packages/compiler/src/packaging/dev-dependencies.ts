import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import type { FileSource } from "../file-source.js";

/**
 * Directories of installed packages that only development needs: those that no production dependency reaches, as Node
 * would resolve them from each package.json outside node_modules. Also their links in `.bin`.
 */
export async function findDevDependencies(files: FileSource, list: readonly string[]): Promise<Set<string>> {
  const installed = new Set(list.flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(file)?.[1] ?? []));
  if (installed.size === 0) return new Set();
  const roots = list.filter((file) => (file === "package.json" || file.endsWith("/package.json")) && !file.includes("node_modules/"));
  const walk: Walk = { files, installed, manifests: new Map() };
  const needed = new Set<string>();
  const developed = new Set<string>();
  for (const root of roots) {
    const directory = root === "package.json" ? "" : root.slice(0, -"/package.json".length);
    const manifest = await manifestOf(walk, directory);
    await reach(walk, { from: directory, names: namesOf(manifest, ["dependencies", "optionalDependencies", "peerDependencies"]), found: needed });
    await reach(walk, { from: directory, names: namesOf(manifest, ["devDependencies"]), found: developed });
  }
  // Packages that nobody names (linked by hand, vendored) stay: only what development alone reaches is left out.
  const unneeded = new Set(Array.from(developed).filter((path) => !needed.has(path)));
  for (const path of Array.from(unneeded)) for (const bin of await binsOf(walk, path)) unneeded.add(bin);
  return unneeded;
}

type Walk = { files: FileSource; installed: ReadonlySet<string>; manifests: Map<string, JsonObject> };
type Reach = { from: string; names: string[]; found: Set<string> };

async function reach(walk: Walk, start: Reach): Promise<void> {
  const open: Omit<Reach, "found">[] = [start];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const name of next.names) {
      const path = resolvePackage(walk.installed, next.from, name);
      if (path === null || start.found.has(path)) continue;
      start.found.add(path);
      open.push({ from: path, names: namesOf(await manifestOf(walk, path), ["dependencies", "optionalDependencies", "peerDependencies"]) });
    }
  }
}

/** Where Node finds a package from a directory: in the nearest `node_modules` above it that has one. */
function resolvePackage(installed: ReadonlySet<string>, from: string, name: string): string | null {
  for (let directory = from; ; directory = directory.includes("/") ? directory.slice(0, directory.lastIndexOf("/")) : "") {
    const candidate = `${directory === "" ? "" : `${directory}/`}node_modules/${name}`;
    if (installed.has(candidate)) return candidate;
    if (directory === "") return null;
  }
}

async function manifestOf({ files, manifests }: Walk, directory: string): Promise<JsonObject> {
  const known = manifests.get(directory);
  if (known) return known;
  const manifest = parseManifest(await files.readText(directory === "" ? "package.json" : `${directory}/package.json`));
  manifests.set(directory, manifest);
  return manifest;
}

/** A manifest that cannot be read has no dependencies: npm ignores it too. */
function parseManifest(text: string | null): JsonObject {
  try {
    const value: Json = JSON.parse(text ?? "{}");
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}

function namesOf(manifest: JsonObject, kinds: readonly string[]): string[] {
  return kinds.flatMap((kind) => Object.keys(isJsonObject(manifest[kind]) ? manifest[kind] : {}));
}

async function binsOf(walk: Walk, path: string): Promise<string[]> {
  const { bin } = await manifestOf(walk, path);
  const name = path.slice(path.lastIndexOf("/") + 1);
  const names = typeof bin === "string" ? [name] : isJsonObject(bin) ? Object.keys(bin) : [];
  const modules = path.slice(0, path.lastIndexOf("node_modules/") + "node_modules".length);
  return names.map((command) => `${modules}/.bin/${command}`);
}
