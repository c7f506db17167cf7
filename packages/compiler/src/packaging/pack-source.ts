import { CompileError, type Problem } from "../diagnostic.js";
import { PathOutsideError } from "../file-source.js";
import type { FunctionModel, LayerModel, ServiceModel } from "../4-model/service-model.js";
import type { Path } from "../path.js";
import type { Bundle } from "./bundle/plan-bundles.js";
import { createBundlePacker } from "./bundle/pack-bundles.js";
import { findSecrets, findTooLarge } from "./check-contents.js";
import type { PlacedPatterns } from "./list-files.js";
import { packFiles, type PackFile } from "./pack-files.js";
import type { PackageOptions } from "./packaged.js";
import type { PackedZip } from "./packed-zip.js";
import { createSourceFiles, type SourceFiles } from "./source-files.js";

/** Globs that never go into a zip, unless patterns bring them back. */
const defaultExcludes = [".git/**", ".gitignore", ".DS_Store", "npm-debug.log", "yarn-*.log", ".serverless/**", ".serverless_plugins/**"];

/** Makes zips of the service's own files. Throws CompileError `package_empty`, `layer_missing` and `file_outside`. */
export type SourcePacker = {
  packService(): Promise<PackedZip>;
  packFunction(fn: FunctionModel): Promise<PackedZip>;
  packLayer(layer: LayerModel): Promise<PackedZip>;
  /** A zip of bundles, and of what the patterns of the service and of `alone`, a function with a zip of its own, add. */
  packBundles(bundles: readonly Bundle[], alone: FunctionModel | null): Promise<PackedZip>;
};

export type SourceOptions = PackageOptions & { warn: (problem: Problem) => void };

type Request = { name: string; directory: string; patterns: PlacedPatterns[]; exclude: string[]; at: Path };

export function createSourcePacker(model: ServiceModel, options: SourceOptions): SourcePacker {
  const source = createSourceFiles(options.files, { keepsDevelopment: model.package.excludeDevDependencies === false });
  const bundler = createBundlePacker(model, options);
  const zips = new Map<string, Promise<PackedZip>>();
  const own: PlacedPatterns = { patterns: model.package.patterns ?? [], path: ["package", "patterns"] };
  const pack = (request: Request): Promise<PackedZip> => {
    // Functions with the same patterns have the same zip.
    const id = JSON.stringify([request.directory, request.exclude.length, request.patterns.map(({ patterns }) => patterns)]);
    const zip = zips.get(id) ?? packSelection({ source, options }, request);
    zips.set(id, zip);
    return zip;
  };
  const ofFunction = (fn: FunctionModel): PlacedPatterns => ({ patterns: fn.config.package?.patterns ?? [], path: [...fn.path, "package", "patterns"] });
  const ofService = { directory: ".", exclude: excludesOf(model, { layers: true }) };
  return {
    packService: () => pack({ ...ofService, name: model.service, patterns: [own], at: ["package"] }),
    packFunction: (fn) => pack({ ...ofService, name: fn.key, patterns: [own, ofFunction(fn)], at: [...fn.path, "package"] }),
    async packLayer(layer) {
      const { key, config, path } = layer;
      const directory = await layerDirectory(layer, options);
      const patterns = [own, { patterns: config.package?.patterns ?? [], path: [...path, "package", "patterns"] }];
      return pack({ name: key, directory, patterns, exclude: excludesOf(model, { layers: false }), at: path });
    },
    async packBundles(bundles, alone) {
      const { files, warnings } = await bundler.pack(bundles);
      for (const warning of warnings) options.warn(warning);
      const added = await addedFiles(source, alone ? [own, ofFunction(alone)] : [own]);
      const bundled = new Set(files.map(({ name }) => name));
      return packNamed(alone?.key ?? model.service, [...added.filter(({ name }) => !bundled.has(name)), ...files], { at: alone ? [...alone.path, "package"] : ["package"], options });
    },
  };
}

async function layerDirectory({ key, config, path }: LayerModel, { files }: SourceOptions): Promise<string> {
  const at = [...path, "path"];
  if (config.path === undefined) throw new CompileError({ code: "layer_missing", message: `Layer "${key}" has no path`, path: at });
  try {
    if ((await files.realPath(config.path)) !== null) return config.path;
  } catch (error) {
    if (!(error instanceof PathOutsideError)) throw error;
    throw new CompileError({ code: "file_outside", message: `Layer "${key}": ${error.message}`, path: at });
  }
  throw new CompileError({ code: "layer_missing", message: `Layer "${key}": there is no directory ${config.path}`, path: at });
}

async function packSelection({ source, options }: { source: SourceFiles; options: SourceOptions }, request: Request): Promise<PackedZip> {
  const { name, directory, patterns, exclude, at } = request;
  const { select, pathOf } = await source.open(directory, patterns);
  const selected = select({ exclude, include: unique(patterns), devDependencies: await source.devDependencies() });
  if (selected.length === 0) throw new CompileError({ code: "package_empty", message: `No file is left for ${name}.zip`, path: at });
  return packNamed(name, selected.map((file) => ({ name: nameInZip(file), path: pathOf(file) })), { at, options });
}

/** What patterns add to bundles: nothing but what they name; a plain directory is all that is in it. */
async function addedFiles(source: SourceFiles, patterns: PlacedPatterns[]): Promise<PackFile[]> {
  const include = unique(patterns);
  if (include.every((pattern) => pattern.startsWith("!"))) return [];
  const { select, pathOf } = await source.open(".", patterns);
  const withContents = include.flatMap((pattern) => (/[*?{}[\]()]/.test(pattern) ? [pattern] : [pattern, `${pattern.replace(/\/$/, "")}/**`]));
  return select({ exclude: ["**"], include: withContents, devDependencies: new Set() }).map((file) => ({ name: nameInZip(file), path: pathOf(file) }));
}

function packNamed(name: string, files: readonly PackFile[], { at, options }: { at: Path; options: SourceOptions }): Promise<PackedZip> {
  const zip = `${name}.zip`;
  return packFiles(files, {
    files: options.files,
    shelf: options.shelf,
    signal: options.signal,
    onProgress: (done) => options.report?.({ level: "info", text: `${zip}: ${done} of ${files.length} files are packed` }),
    async check(contents) {
      const tooLarge = findTooLarge(zip, contents, at);
      if (tooLarge && options.overLimit === "error") throw new CompileError(tooLarge);
      if (tooLarge) options.warn(tooLarge);
      for (const risk of await findSecrets(zip, contents, { files: options.files, path: at })) options.warn(risk);
    },
  });
}

const nameInZip = (path: string): string => path.replace(/^(\.\.?\/)+/, "");
const unique = (patterns: readonly PlacedPatterns[]): string[] => Array.from(new Set(patterns.flatMap((placed) => placed.patterns)));

function excludesOf({ configFile, pluginsLocalPath, useDotenv, layers }: ServiceModel, with_: { layers: boolean }): string[] {
  return Array.from(
    new Set([
      ...defaultExcludes,
      configFile,
      ...(pluginsLocalPath === null ? [] : [pluginsLocalPath]),
      ...(with_.layers ? layers.map(({ config }) => `${config.path}/**`) : []),
      ...(useDotenv ? [".env*"] : []),
    ]),
  );
}
