import { constants } from "node:fs";
import { lstat, open, readFile, readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { evaluateModule } from "./1-read/evaluate-module.js";
import { PathOutsideError, TooManyFilesError, type FileSource } from "./file-source.js";

/** The repository's root, and the service's directory below it (the root itself when left out). */
export type NodeFilesOptions = { root: string; directory?: string | undefined };

const executableByOwner = 0o100;
const neverListed = new Set([".git", ".serverless"]);
/** Links among the members of a workspace can be followed in more ways than there is time and memory for. */
const mostListed = 300_000;
const mostLinksFollowed = 20_000;
/** A real path has no link at its end; one that was put there since leads nowhere. */
const withoutLink = constants.O_RDONLY | constants.O_NOFOLLOW;
/** Fixed, because what a file is packed to depends on the pieces in which it is read. */
const pieceBytes = 64 * 1024;

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
  let realBase: Promise<string> | undefined;

  // Real paths of listed files, which a walk knows anyway: asking for each costs more than reading most of them.
  const listed = new Map<string, string>();

  /** The real path of a file, or null when there is none. */
  async function locate(path: string): Promise<string | null> {
    const target = isAbsolute(path) ? resolve(path) : resolve(base, path);
    const known = listed.get(target);
    if (known !== undefined) return known;
    // No file has such a name, and Node throws for it.
    if (path.includes("\0")) return null;
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
      const [content, info] = await Promise.all([readFile(real, { flag: withoutLink }), stat(real)]);
      return { content, executable: (info.mode & executableByOwner) !== 0 };
    },
    async inspect(path) {
      const real = await locate(path);
      const info = real === null ? null : await absentAsNull(lstat(real, { bigint: true }));
      if (!info?.isFile()) return null;
      const { size, mode, dev, ino, mtimeNs, ctimeNs } = info;
      return { sizeBytes: Number(size), executable: (Number(mode) & executableByOwner) !== 0, version: [dev, ino, size, mtimeNs, ctimeNs].join(":") };
    },
    async *stream(path) {
      const real = await locate(path);
      if (real === null) throw new Error(`There is no file ${path}`);
      yield* piecesOf(real);
    },
    async realPath(path) {
      const real = await locate(path);
      return real === null ? null : relative(await (realBase ??= realpath(base)), real).split(sep).join("/");
    },
    async list(path) {
      const real = await locate(path);
      if (real === null) return null;
      const found: string[] = [];
      const counts = { file: 0, link: 0 };
      const visit = (kind: "file" | "link"): void => {
        counts[kind] += 1;
        if (counts.file > mostListed || counts.link > mostLinksFollowed) throw new TooManyFilesError(path, mostListed);
      };
      const foundAt = (relativePath: string, realFile: string): void => {
        found.push(relativePath);
        listed.set(resolve(base, path, relativePath), realFile);
      };
      await walk({ directory: real, prefix: "", above: [real], root: await (realRoot ??= realpath(rootPath)), visit, foundAt });
      return found.sort();
    },
    async bundle(request) {
      // Loaded when it is needed only: most services have nothing to bundle.
      const { bundleWithEsbuild } = await import("./packaging/bundle/bundle-with-esbuild.js");
      return bundleWithEsbuild({ ...request, directory: await (realBase ??= realpath(base)), root: await (realRoot ??= realpath(rootPath)) });
    },
    async evaluate(request) {
      const real = await locate(request.path);
      return real === null ? null : { value: await evaluateModule({ ...request, file: real, directory: base }) };
    },
  };
}

type Walk = { directory: string; prefix: string; above: string[]; root: string; /** Called for each entry, and for each link to a directory. */ visit: (kind: "file" | "link") => void; foundAt: (path: string, real: string) => void };

async function walk(at: Walk): Promise<void> {
  const { directory, prefix, above, visit, foundAt } = at;
  const subdirectories: Walk[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    if (prefix === "" && neverListed.has(entry.name)) continue;
    visit("file");
    const path = join(directory, entry.name);
    const relativePath = prefix + entry.name;
    const below = (real: string): Walk => ({ ...at, directory: real, prefix: `${relativePath}/`, above: [...above, real] });
    if (entry.isFile()) foundAt(relativePath, path);
    else if (entry.isDirectory()) subdirectories.push(below(path));
    else if (entry.isSymbolicLink()) {
      const real = await absentAsNull(realpath(path));
      // A link that climbs to one of its own parents would be followed for ever.
      if (real === null || !isInside(at.root, real) || above.includes(real)) continue;
      const info = await stat(real);
      if (info.isDirectory()) {
        visit("link");
        subdirectories.push(below(real));
      }
      if (info.isFile()) foundAt(relativePath, real);
    }
  }
  for (const next of subdirectories) await walk(next);
}

async function* piecesOf(path: string): AsyncIterable<Uint8Array> {
  const file = await open(path, withoutLink);
  try {
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(pieceBytes), 0, pieceBytes, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
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
