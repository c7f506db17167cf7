import { createHash } from "node:crypto";
import { access, readdir } from "node:fs/promises";
import { join } from "node:path";
import { readRegular } from "@windlass/compiler/read-regular";
import { major } from "semver";
import { z } from "zod";

export type KeyInput = {
  /** The folder with the lockfile. */
  cwd: string;
  command: readonly string[];
  nodeVersion: string;
  /** Repositories share nothing: what is kept of one was installed by its own settings. */
  repositoryId: string;
};

/** `key` names what an installation makes; or why that cannot be told from the lockfile. */
export type DependencyKey = { key: string } | { reason: string };

const inputs = ["package.json", "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", ".npmrc", ".yarnrc", ".yarnrc.yml", ".pnpmfile.cjs"];
const lifecycle = ["preinstall", "install", "postinstall", "prepublish", "preprepare", "prepare", "postprepare"];
const longestFile = 64 * 1024 * 1024;
/** Grows when what is kept, or how, becomes another. */
const format = 1;

const packageSchema = z.object({ workspaces: z.unknown().optional(), scripts: z.record(z.string(), z.unknown()).optional() });

/**
 * The key under which an installation's node_modules is kept: a hash of the lockfile, of what else decides on it, and of
 * the machine. There is none where the installation does more than fill node_modules.
 */
export async function dependencyKey({ cwd, command, nodeVersion, repositoryId }: KeyInput): Promise<DependencyKey> {
  const reason = await whyNone(cwd);
  if (reason !== null) return { reason };
  const hash = createHash("sha256").update(JSON.stringify([format, repositoryId, command, major(nodeVersion), process.platform, process.arch]));
  for (const name of inputs) {
    const content = await contentOf(join(cwd, name));
    if (content !== null) hash.update(`\0${name}\0${content.length}\0`).update(content);
  }
  return { key: hash.digest("hex") };
}

async function whyNone(cwd: string): Promise<string | null> {
  const names = new Set(await readdir(cwd));
  if (names.has("node_modules")) return "the repository has a node_modules of its own";
  if (names.has("pnpm-workspace.yaml")) return "a workspace has several of them";
  if (names.has("binding.gyp")) return "the package itself is compiled while it is installed";
  const content = await contentOf(join(cwd, "package.json"));
  const own = packageSchema.safeParse(JSON.parse(content?.toString("utf8") ?? "{}"));
  if (!own.success) return "package.json is not as it should be";
  if (own.data.workspaces !== undefined) return "a workspace has several of them";
  const script = lifecycle.find((name) => own.data.scripts?.[name] !== undefined);
  if (script !== undefined) return `the package's own script "${script}" runs when it is installed`;
  const lock = (await contentOf(join(cwd, "package-lock.json")))?.toString("utf8") ?? "";
  return /"(?:resolved|version)": "file:|"link": true/.test(lock) ? "some of them are folders of the repository" : null;
}

async function contentOf(path: string): Promise<Buffer | null> {
  if (!(await access(path).then(() => true, () => false))) return null;
  return (await readRegular(path, { path, maxBytes: longestFile })).content;
}
