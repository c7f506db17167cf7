import type { SourcePlace } from "@windlass/contracts/error";

/** The bytes of a file, and whether its owner may execute it. */
export type FileContent = { content: Uint8Array; executable: boolean };

/** What is known of a file without reading it. */
export type FileInfo = {
  sizeBytes: number;
  executable: boolean;
  /** Differs whenever the content may differ: made of identity, size and times. */
  version: string;
};

/** What a module gets when the compiler calls a function that it exports. */
export type ModuleCalls = {
  options: Record<string, unknown>;
  resolveConfigurationProperty: (path: string[]) => Promise<unknown>;
  resolveVariable: (variable: string) => Promise<unknown>;
};

/** A JavaScript or TypeScript file to evaluate, and how its answer is reached. */
export type ModuleRequest = {
  path: string;
  env: Record<string, string>;
  /** Members to walk from the export, calling the first function met; undefined reads the export itself. */
  address?: string[] | undefined;
  /** Given for `${file(x.js)}`: a function that is met is called with these. A config file's is not called. */
  calls?: ModuleCalls | undefined;
  signal?: AbortSignal | undefined;
};

/** A module to bundle with what it imports. */
export type BundleRequest = {
  /** The file to begin with, and the JavaScript file to make of it. */
  source: string;
  output: string;
  /** Settings of esbuild, by its names. */
  options: Readonly<Record<string, unknown>>;
  /** Whether a package stays outside of the bundle, by its name. */
  isExternal: (name: string) => boolean;
  signal?: AbortSignal | undefined;
};

/** A message of the bundler, with the place in the source, where it has one. */
export type BundleMessage = { text: string; place: SourcePlace | null };

export type BundleResult = {
  /** The bundle and what belongs to it, such as its source map; empty when there are errors. */
  outputs: { path: string; content: Uint8Array }[];
  /** Names of the packages that the bundle imports from outside. */
  externals: string[];
  errors: BundleMessage[];
  warnings: BundleMessage[];
};

/**
 * The files of one service, as the compiler may see them. Paths are relative to the service's directory and may
 * climb above it, but never out of the repository: such a path throws `PathOutsideError`.
 */
export type FileSource = {
  /** Text of a file, or null when there is none. Throws `FileUnreadableError`, also when it has more bytes than it may have. */
  readText(path: string, maxBytes?: number): Promise<string | null>;
  /** Content of a file, or null when there is none. */
  read(path: string): Promise<FileContent | null>;
  /** What is known of a file, or null when there is none. */
  inspect(path: string): Promise<FileInfo | null>;
  /** Content of a file in pieces of a fixed size. Throws when there is none. */
  stream(path: string): AsyncIterable<Uint8Array>;
  /** Where a file or directory really is, links followed, relative to the service's directory; null when there is none. */
  realPath(path: string): Promise<string | null>;
  /**
   * Every file below a directory, relative to it, with forward slashes; links are followed while they stay inside the
   * repository. Of the directory itself `.git` and `.serverless` are left out. Null: no such directory. Throws
   * `TooManyFilesError`.
   */
  list(directory: string): Promise<string[] | null>;
  /** Bundles a module for Node. Nothing outside the repository gets into a bundle. */
  bundle(request: BundleRequest): Promise<BundleResult>;
  /** Evaluates a module in a process of its own. Null: no such file. Throws `ModuleError`. */
  evaluate(request: ModuleRequest): Promise<{ value: unknown } | null>;
};

/** A path that leaves the repository, by `..`, by being absolute or through a link. */
export class PathOutsideError extends Error {
  override readonly name = "PathOutsideError";
  constructor(readonly path: string) {
    super(`"${path}" is outside the repository`);
  }
}

/** A directory with more files than any zip can use, mostly because links lead around in it. */
export class TooManyFilesError extends Error {
  override readonly name = "TooManyFilesError";
  constructor(directory: string, most: number) {
    super(`${directory} has more than ${most} files: do links lead around in it?`);
  }
}

/** A config module that could not be loaded, threw, took too long or returned what JSON cannot hold. */
export class ModuleError extends Error {
  override readonly name = "ModuleError";
}

/** A file that is there and cannot be read as text: a folder, a device, one that is too large or not permitted. */
export class FileUnreadableError extends Error {
  override readonly name = "FileUnreadableError";
}
