import { CompileError } from "../diagnostic.js";
import { PathOutsideError, TooManyFilesError, type FileSource } from "../file-source.js";
import type { Path } from "../path.js";

/** Patterns of the config with the place where each is written. */
export type PlacedPatterns = { patterns: readonly string[]; path: Path };

/** Left out of every listing, so that state of tools and history do not get into a zip by a `**`. */
const namedOnly = [".git", ".serverless"];

/** Lists the files that a selection may choose from; each directory is read once. */
export type FileLister = {
  /** All files below a directory of the service, and those that `patterns` name outside of it, as paths from it. */
  list(directory: string, patterns: readonly PlacedPatterns[]): Promise<string[]>;
};

/** @throws CompileError `file_outside` for a pattern that leaves the repository, at its place, and `package_too_large`. */
export function createFileLister(files: FileSource): FileLister {
  const listed = new Map<string, Promise<string[]>>();
  const below = (directory: string, base: string): Promise<string[]> => {
    const from = base === "" ? directory : directory === "." ? base : `${directory}/${base}`;
    const known = listed.get(from) ?? listOrRefuse(files, from);
    listed.set(from, known);
    return known;
  };
  const extra = async (directory: string, { patterns, path }: PlacedPatterns): Promise<string[]> => {
    const found: string[] = [];
    for (const [index, pattern] of patterns.entries()) {
      const base = extraBase(pattern);
      if (base === null) continue;
      try {
        if (await isFile(files, directory, base)) found.push(base);
        else found.push(...(await below(directory, base)).map((file) => `${base}/${file}`));
      } catch (error) {
        if (!(error instanceof PathOutsideError)) throw error;
        throw new CompileError({ code: "file_outside", message: `The pattern ${pattern} leads out of the repository`, path: [...path, index] });
      }
    }
    return found;
  };
  return {
    async list(directory, patterns) {
      const own = await below(directory, "");
      const others = (await Promise.all(patterns.map((placed) => extra(directory, placed)))).flat();
      return others.length === 0 ? own : Array.from(new Set([...own, ...others]));
    },
  };
}

async function listOrRefuse(files: FileSource, directory: string): Promise<string[]> {
  try {
    return (await files.list(directory)) ?? [];
  } catch (error) {
    if (!(error instanceof TooManyFilesError)) throw error;
    throw new CompileError({ code: "package_too_large", message: error.message, path: ["package"] });
  }
}

/** The plain beginning of a pattern that a listing of the directory does not cover; null when it covers the pattern. */
function extraBase(pattern: string): string | null {
  const plain = pattern.replace(/^(?:\.\/)+/, "");
  const isElsewhere = plain.startsWith("../") || namedOnly.some((name) => plain === name || plain.startsWith(`${name}/`));
  if (!isElsewhere || pattern.startsWith("!")) return null;
  const parts = plain.split("/");
  const firstGlob = parts.findIndex((part) => /[*?{}[\]()!\\]/.test(part));
  return (firstGlob < 0 ? parts : parts.slice(0, firstGlob)).join("/");
}

async function isFile(files: FileSource, directory: string, path: string): Promise<boolean> {
  return (await files.inspect(directory === "." ? path : `${directory}/${path}`)) !== null;
}
