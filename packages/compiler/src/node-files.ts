import { readFile, readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { evaluateModule } from "./1-read/evaluate-module.js";
import { PathOutsideError, type FileSource } from "./file-source.js";

/** The repository's root, and the service's directory below it (the root itself when left out). */
export type NodeFilesOptions = { root: string; directory?: string | undefined };

const executableByOwner = 0o100;
const neverListed = new Set([".git", ".serverless"]);

/**
 * The files of a service on this machine's disk. Nothing outside the root can be read, neither by `..` nor through a link.
 * Reading methods throw `PathOutsideError`, and the errors of `node:fs` but "no such file", which is null.
 */
export function nodeFiles(options: string | NodeFilesOptions): FileSource {
  const { root, directory = "." } = typeof options === "string" ? { root: options } : options;
  const rootPath = resolve(root);
  const base = resolve(rootPath, directory);
  if (!isInside(rootPath, base)) throw new PathOutsideError(directory);
  let realRoot: Promise<string> | undefined;

  /** The real path of a file, or null when there is none. */
  async function locate(path: string): Promise<string | null> {
    const target = isAbsolute(path) ? resolve(path) : resolve(base, path);
    if (!isInside(rootPath, target)) throw new PathOutsideError(path);
    realRoot ??= realpath(rootPath);
    const real = await absentAsNull(realpath(target));
    if (real !== null && !isInside(await realRoot, real)) throw new PathOutsideError(path);
    return real;
  }

  return {
    async readText(path) {
      const real = await locate(path);
      return real === null ? null : absentAsNull(readFile(real, "utf8"));
    },
    async read(path) {
      const real = await locate(path);
      if (real === null) return null;
      const [content, info] = await Promise.all([readFile(real), stat(real)]);
      return { content, executable: (info.mode & executableByOwner) !== 0 };
    },
    async list(path) {
      const real = await locate(path);
      if (real === null) return null;
      const found: string[] = [];
      await walk({ directory: real, prefix: "", above: [real], root: await (realRoot ??= realpath(rootPath)), found });
      return found.sort();
    },
    async evaluate(request) {
      const real = await locate(request.path);
      return real === null ? null : { value: await evaluateModule({ ...request, file: real, directory: base }) };
    },
  };
}

type Walk = { directory: string; prefix: string; above: string[]; root: string; found: string[] };

async function walk({ directory, prefix, above, root, found }: Walk): Promise<void> {
  const subdirectories: Walk[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (neverListed.has(entry.name)) continue;
    const path = join(directory, entry.name);
    const relativePath = prefix + entry.name;
    if (entry.isFile()) found.push(relativePath);
    else if (entry.isDirectory()) subdirectories.push({ directory: path, prefix: `${relativePath}/`, above: [...above, path], root, found });
    else if (entry.isSymbolicLink()) {
      const real = await absentAsNull(realpath(path));
      // A link that climbs to one of its own parents would be followed for ever.
      if (real === null || !isInside(root, real) || above.includes(real)) continue;
      if ((await stat(real)).isDirectory()) subdirectories.push({ directory: real, prefix: `${relativePath}/`, above: [...above, real], root, found });
      else found.push(relativePath);
    }
  }
  for (const next of subdirectories) await walk(next);
}

function isInside(root: string, path: string): boolean {
  const fromRoot = relative(root, path);
  return fromRoot === "" || (fromRoot !== ".." && !fromRoot.startsWith(`..${sep}`) && !isAbsolute(fromRoot));
}

async function absentAsNull<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return null;
    throw error;
  }
}
