import { stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { readRegular } from "@windlass/compiler/read-regular";
import { WindlassError } from "@windlass/contracts/error";

export type Install =
  | { kind: "install"; program: string; args: string[]; cwd: string }
  | { kind: "nothing"; reason: string; level: "info" | "warn" };

const packageSchema = z.object({
  packageManager: z.string().optional(),
  dependencies: z.record(z.string(), z.unknown()).optional(),
  devDependencies: z.record(z.string(), z.unknown()).optional(),
  optionalDependencies: z.record(z.string(), z.unknown()).optional(),
});

const longestPackage = 4 * 1024 * 1024;

type PackageFile = z.infer<typeof packageSchema>;

/** Lockfiles and the program that each belongs to. The first one found wins. */
const lockfiles = [
  ["package-lock.json", "npm"],
  ["npm-shrinkwrap.json", "npm"],
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
] as const;

/**
 * Finds how the service's dependencies are installed exactly as locked. The lockfile may be in the service's directory
 * or in one above it, as in a workspace. Throws `build_failed` for a package.json that is not JSON.
 */
export async function findInstall(source: { root: string; directory: string }): Promise<Install> {
  const own = await readPackage(source.directory);
  if (!own) return { kind: "nothing", reason: "No package.json: no dependencies to install.", level: "info" };
  for (const directory of upTo(source.root, source.directory)) {
    for (const [file, manager] of lockfiles) {
      if (!(await exists(join(directory, file)))) continue;
      const locked = directory === source.directory ? own : ((await readPackage(directory)) ?? own);
      if (!hasDependencies(own) && !hasDependencies(locked)) break;
      return { kind: "install", cwd: directory, ...(await installCommand(manager, { directory, locked })) };
    }
  }
  return hasDependencies(own)
    ? { kind: "nothing", reason: "package.json has dependencies but there is no lockfile: they are not installed. Commit one.", level: "warn" }
    : { kind: "nothing", reason: "No dependencies to install.", level: "info" };
}

async function installCommand(
  manager: (typeof lockfiles)[number][1],
  { directory, locked }: { directory: string; locked: PackageFile },
): Promise<{ program: string; args: string[] }> {
  if (manager === "npm") return { program: "npm", args: ["ci"] };
  const version = versionOf(manager, locked.packageManager);
  const runner = ["--yes", `${manager}@${version ?? (manager === "pnpm" ? "10" : "1")}`, "install"];
  if (manager === "pnpm") return { program: "npx", args: [...runner, "--frozen-lockfile"] };
  const isBerry = (version !== null && !version.startsWith("1")) || (await exists(join(directory, ".yarnrc.yml")));
  if (!isBerry) return { program: "npx", args: [...runner, "--frozen-lockfile", "--non-interactive"] };
  return { program: "npx", args: ["--yes", "--package", `@yarnpkg/cli-dist@${version ?? "4"}`, "yarn", "install", "--immutable"] };
}

/** The version that `packageManager` pins, such as `pnpm@10.34.9+sha512…`. */
function versionOf(manager: string, pinned: string | undefined): string | null {
  const match = /^([a-z]+)@(\d+(?:\.\d+){0,2}(?:-[\w.]+)?)/.exec(pinned ?? "");
  return match?.[1] === manager ? (match[2] ?? null) : null;
}

function hasDependencies({ dependencies, devDependencies, optionalDependencies }: PackageFile): boolean {
  return [dependencies, devDependencies, optionalDependencies].some((some) => some && Object.keys(some).length > 0);
}

/** The directory and those above it, up to the repository's root. */
function upTo(root: string, directory: string): string[] {
  const found = [directory];
  for (let at = directory; at !== root && dirname(at) !== at; ) {
    at = dirname(at);
    found.push(at);
  }
  return found;
}

async function readPackage(directory: string): Promise<PackageFile | null> {
  const path = join(directory, "package.json");
  if (!(await exists(path))) return null;
  try {
    // A link could lead to a file of the server, whose beginning the parser's message would tell.
    const { content } = await readRegular(path, { path: "package.json", maxBytes: longestPackage });
    return packageSchema.parse(JSON.parse(content.toString("utf8")));
  } catch (error) {
    throw new WindlassError("build_failed", `package.json cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false;
}
