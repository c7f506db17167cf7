import { constants } from "node:fs";
import { lstat, open, readFile, realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { evaluateModule } from "./1-read/evaluate-module.js";
import { PathOutsideError, TooManyFilesError, type FileSource } from "./file-source.js";
import { absentAsNull, isInside } from "./inside-root.js";
import { listDirectory } from "./list-directory.js";

/** The repository's root, and the service's directory below it (the root itself when left out). */
export type NodeFilesOptions = { root: string; directory?: string | undefined };

const executableByOwner = 0o100;
const neverListed = new Set([".git", ".serverless"]);
/** Links among the members of a workspace can be followed in more ways than there is time and memory for. */
const mostListed = 300_000;
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
      const found = await listDirectory(real, { root: await (realRoot ??= realpath(rootPath)), most: mostListed, isSkipped: (name) => neverListed.has(name) });
      if (!found) throw new TooManyFilesError(path, mostListed);
      for (const file of found) listed.set(resolve(base, path, file.path), file.real);
      return found.map((file) => file.path);
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
