import { access, constants, readdir } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, join } from "node:path";
import { valid } from "semver";
import { runProcess } from "../process/run-process.js";

/** A Node that is present on this server. */
export type InstalledNode = { version: string; program: string };

/** Where version managers keep their installations: a folder for each version, with `below` between it and `bin`. */
function usualPlaces(home: string): { folder: string; below: string }[] {
  return [
    { folder: join(home, ".nvm/versions/node"), below: "" },
    { folder: join(home, ".local/share/fnm/node-versions"), below: "installation" },
    { folder: join(home, ".fnm/node-versions"), below: "installation" },
    { folder: join(home, ".volta/tools/image/node"), below: "" },
    { folder: join(home, ".asdf/installs/nodejs"), below: "" },
  ];
}

/**
 * The Node installations on this server: the worker's own first, then those in `folders`, each of which is an installation
 * or holds several, and those of version managers.
 */
export async function findInstalledNodes(folders: readonly string[], home = homedir()): Promise<[InstalledNode, ...InstalledNode[]]> {
  const places = [...folders.map((folder) => ({ folder, below: "" })), ...usualPlaces(home)];
  const found = await Promise.all([...folders.map((folder) => nodeIn(folder)), ...places.map(nodesBelow)]);
  const own = { version: process.versions.node, program: process.execPath };
  return [own, ...found.flat().filter((node) => node.version !== own.version)];
}

async function nodesBelow({ folder, below }: { folder: string; below: string }): Promise<InstalledNode[]> {
  const names = await readdir(folder).catch(() => []);
  return (await Promise.all(names.map((name) => nodeIn(join(folder, name, below), name)))).flat();
}

/** The Node of one installation, whose folder mostly says which it is. */
async function nodeIn(folder: string, name = basename(folder)): Promise<InstalledNode[]> {
  const program = join(folder, "bin/node");
  const isThere = await access(program, constants.X_OK).then(() => true, () => false);
  if (!isThere) return [];
  const version = valid(name) ?? valid(await askVersion(program));
  return version === null ? [] : [{ version, program }];
}

async function askVersion(program: string): Promise<string> {
  let text = "";
  const onStdout = (chunk: Buffer): void => void (text += chunk.toString("utf8"));
  await runProcess({ program, args: ["--version"], cwd: "/", env: {}, timeoutMs: 10_000, signal: new AbortController().signal, onStdout });
  return text.trim();
}
