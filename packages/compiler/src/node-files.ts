import { lstat, realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import { evaluateModule, type Enclose } from "./1-read/evaluate-module.js";
import { FileUnreadableError, PathOutsideError, TooManyFilesError, type FileSource } from "./file-source.js";
import { absentAsNull, isInside } from "./inside-root.js";
import { listDirectory } from "./list-directory.js";
import { piecesOf, readable, readRegular } from "./read-regular.js";

/** The repository's root, and the service's directory below it (the root itself when left out). */
export type NodeFilesOptions = {
  root: string;
  directory?: string | undefined;
  /** How the processes in which the config's own code runs are started; on the bare machine when left out. */
  enclose?: Enclose | undefined;
};

const executableByOwner = 0o100;
const neverListed = new Set([".git", ".serverless"]);
/** Links among the members of a workspace can be followed in more ways than there is time and memory for. */
const mostListed = 300_000;

/**
 * The files of a service on this machine's disk. Nothing outside the root can be read, neither by `..` nor through a link.
 * Reading methods throw `PathOutsideError`, and the errors of `node:fs` but "no such file", which is null.
 */
export function nodeFiles(options: string | NodeFilesOptions): FileSource {
  const { root, directory = ".", enclose }: NodeFilesOptions = typeof options === "string" ? { root: options } : options;
  const rootPath = resolve(root);
  const base = resolve(rootPath, directory);
  if (!isInside(rootPath, base)) throw new PathOutsideError(directory);
  let realRoot: Promise<string> | undefined;
  let realBase: Promise<string> | undefined;

  // Real paths of listed files, which a walk knows anyway: asking for each costs more than reading most of them.
  const listed = new Map<string, string>();

  /** The real path of a file, or null when there is none. */
  async function locate(path: string): Promise<string | null> {
    if (path.includes("\0")) throw new FileUnreadableError(`${JSON.stringify(path)} is no name of a file`);
    const target = isAbsolute(path) ? resolve(path) : resolve(base, path);
    const known = listed.get(target);
    if (known !== undefined) return known;
    if (!isInside(rootPath, target)) throw new PathOutsideError(path);
    realRoot ??= realpath(rootPath);
    const real = await readable(path, realpath(target));
    if (real !== null && !isInside(await realRoot, real)) throw new PathOutsideError(path);
    return real;
  }

  return {
    async readText(path, maxBytes = Number.POSITIVE_INFINITY) {
      const real = await locate(path);
      return real === null ? null : readable(path, readRegular(real, { path, maxBytes }).then(({ content }) => content.toString("utf8")));
    },
    async read(path) {
      const real = await locate(path);
      return real === null ? null : readable(path, readRegular(real, { path }));
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
      if (real === null) return null;
      if (!(await stat(real)).isFile()) throw new FileUnreadableError(`${request.path} is no ordinary file`);
      return { value: await evaluateModule({ ...request, file: real, directory: base, root: await (realRoot ??= realpath(rootPath)), enclose }) };
    },
  };
}
