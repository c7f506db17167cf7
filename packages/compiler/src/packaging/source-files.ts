import { CompileError } from "../diagnostic.js";
import type { FileSource } from "../file-source.js";
import { findComplexPatterns } from "./check-patterns.js";
import { findDevDependencies } from "./dev-dependencies.js";
import { findLinkFreePackages, withoutLinks } from "./link-free-packages.js";
import { createFileLister, type PlacedPatterns } from "./list-files.js";
import { createFileSelector, type FileSelector } from "./select-files.js";

/** The files of a service, read once for all its zips. */
export type SourceFiles = {
  /**
   * The selector of the files below a directory and of those that patterns name elsewhere, and where a file that it
   * names is. Throws CompileError `pattern_too_complex`, `file_outside` and `package_too_large`.
   */
  open(directory: string, patterns: readonly PlacedPatterns[]): Promise<{ select: FileSelector; pathOf: (file: string) => string }>;
  /** Directories of packages that only development needs; none when those are wanted too. */
  devDependencies(): Promise<ReadonlySet<string>>;
};

export function createSourceFiles(files: FileSource, { keepsDevelopment }: { keepsDevelopment: boolean }): SourceFiles {
  const lister = createFileLister(files);
  const selectors = new Map<string, { list: readonly string[]; select: FileSelector }>();
  const linkFree = once(() => findLinkFreePackages(files, { development: keepsDevelopment }));
  const selectorOf = (directory: string, list: readonly string[], listed: readonly string[]): FileSelector => {
    const known = selectors.get(directory);
    if (known?.list === listed) return known.select;
    const select = createFileSelector(list);
    selectors.set(directory, { list: listed, select });
    return select;
  };
  return {
    async open(directory, patterns) {
      const complex = patterns.flatMap(findComplexPatterns);
      if (complex.length > 0) throw new CompileError(complex);
      const listed = await lister.list(directory, patterns);
      const packages = directory === "." ? await linkFree() : null;
      const select = selectorOf(directory, packages ? withoutLinks(listed, packages) : listed, listed);
      const prefix = directory === "." ? "" : `${directory}/`;
      return { select, pathOf: (file) => packages?.sources.get(file) ?? `${prefix}${file}` };
    },
    devDependencies: once(async () => {
      if (keepsDevelopment) return new Set<string>();
      const found = await findDevDependencies(files, await lister.list(".", []));
      // A package that is laid out anew may stand where the link of a development dependency was.
      for (const directory of (await linkFree())?.directories ?? []) found.delete(directory);
      return found;
    }),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
