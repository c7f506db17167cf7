import { createHash } from "node:crypto";
import { basename } from "node:path/posix";
import { ref } from "@windlass/cloudformation/intrinsics";
import type { ArtifactStore, CompiledArtifact } from "../compile-input.js";
import { CompileError } from "../diagnostic.js";
import { PathOutsideError, type FileSource } from "../file-source.js";
import { deploymentBucketId } from "../4-model/naming.js";
import type { FunctionModel, LayerModel, ServiceModel } from "../4-model/service-model.js";
import type { Path } from "../path.js";
import { needsCustomResources, zipCustomResources } from "./custom-resources.js";
import { deploymentBucketOf } from "./deployment-bucket.js";
import { findDevDependencies } from "./dev-dependencies.js";
import type { Code, Packaged } from "./packaged.js";
import { selectFiles } from "./select-files.js";
import { zip } from "./zip.js";

type PackageOptions = { files: FileSource; artifactStore: ArtifactStore | undefined };

/** Globs that never go into a zip, unless the service's patterns bring them back. */
const defaultExcludes = [".git/**", ".gitignore", ".DS_Store", "npm-debug.log", "yarn-*.log", ".serverless/**", ".serverless_plugins/**"];

/**
 * Makes the zips of a service: one for all functions, or one for each that is packaged individually, and one for each layer.
 * @throws CompileError `artifact_missing`, `package_empty`, `layer_missing`.
 */
export async function packageService(model: ServiceModel, options: PackageOptions): Promise<Packaged> {
  return new Packager(model, options).run();
}

class Packager {
  private readonly artifacts: CompiledArtifact[] = [];
  private readonly functions = new Map<string, Code>();
  private readonly layers = new Map<string, Code>();
  private listing: Promise<string[]> | undefined;
  private devDependencies: Promise<Set<string>> | undefined;

  constructor(
    private readonly model: ServiceModel,
    private readonly options: PackageOptions,
  ) {}

  async run(): Promise<Packaged> {
    const shared: FunctionModel[] = [];
    for (const fn of this.model.functions) {
      if (fn.config.image !== undefined) continue;
      const own = fn.config.package;
      const individually = own?.individually || this.model.package.individually;
      if (own?.artifact) this.functions.set(fn.key, await this.useArtifact(own.artifact, [fn], [...fn.path, "package", "artifact"]));
      else if (individually && !(this.model.package.artifact && !own?.individually)) this.functions.set(fn.key, await this.zipFunction(fn));
      else shared.push(fn);
    }
    if (shared.length > 0) {
      const code = await this.packageShared(shared);
      for (const fn of shared) this.functions.set(fn.key, code);
    }
    for (const layer of this.model.layers) this.layers.set(layer.key, await this.packageLayer(layer));
    const customResources = needsCustomResources(this.model) ? await this.packageCustomResources() : null;
    return { functions: this.functions, layers: this.layers, artifacts: this.artifacts, customResources };
  }

  private async packageCustomResources(): Promise<Code> {
    return this.add({ name: "custom-resources", kind: "function", functions: [], fileName: "custom-resources.zip", content: await zipCustomResources() });
  }

  private packageShared(functions: FunctionModel[]): Promise<Code> {
    const { artifact } = this.model.package;
    if (artifact) return this.useArtifact(artifact, functions, ["package", "artifact"]);
    return this.zipSelection({ name: this.model.service, kind: "service", functions: functions.map((fn) => fn.key), patterns: [], path: ["package"] });
  }

  private zipFunction(fn: FunctionModel): Promise<Code> {
    return this.zipSelection({ name: fn.key, kind: "function", functions: [fn.key], patterns: fn.config.package?.patterns ?? [], path: [...fn.path, "package"] });
  }

  private async zipSelection(request: { name: string; kind: "service" | "function"; functions: string[]; patterns: string[]; path: Path }): Promise<Code> {
    const outside = request.patterns.concat(this.model.package.patterns ?? []).filter((pattern) => pattern.startsWith("../"));
    const list = await this.list();
    const selected = selectFiles([...list, ...(await this.listOutside(outside))], {
      exclude: this.excludes(),
      include: unique([...(this.model.package.patterns ?? []), ...request.patterns]),
      devDependencies: await this.devDirectories(),
    });
    if (selected.length === 0) throw new CompileError({ code: "package_empty", message: `No file is left for ${request.name}.zip`, path: request.path });
    return this.add({ ...request, fileName: `${request.name}.zip`, content: await this.zipFiles(selected, "") });
  }

  /** Files that patterns name above the service's directory; they go into the zip without the dots. */
  private async listOutside(patterns: string[]): Promise<string[]> {
    const bases = unique(patterns.map((pattern) => pattern.slice(0, pattern.search(/\/[^/]*[*?{[!(]|\/[^/]*$/))));
    const lists = await Promise.all(bases.map(async (base) => ((await this.options.files.list(base)) ?? []).map((file) => `${base}/${file}`)));
    const named = new Set(lists.flat());
    return Array.from(named).filter((file) => selectFiles([file], { exclude: ["**"], include: patterns, devDependencies: new Set() }).length > 0 || patterns.includes(file));
  }

  private async packageLayer({ key, config, path }: LayerModel): Promise<Code> {
    const artifact = config.package?.artifact;
    const request = { name: key, kind: "layer" as const, functions: [] };
    if (artifact) return this.add({ ...request, fileName: basename(artifact), content: await this.readArtifact(artifact, [...path, "package", "artifact"]) });
    const directory = config.path;
    const list = directory === undefined ? null : await this.options.files.list(directory);
    if (!list) throw new CompileError({ code: "layer_missing", message: directory === undefined ? `Layer "${key}" has no path` : `Layer "${key}": there is no directory ${directory}`, path: [...path, "path"] });
    const selected = selectFiles(list, {
      exclude: [...defaultExcludes, this.model.configFile],
      include: unique([...(this.model.package.patterns ?? []), ...(config.package?.patterns ?? [])]),
      devDependencies: new Set(),
    });
    if (selected.length === 0) throw new CompileError({ code: "package_empty", message: `No file is left for layer "${key}"`, path });
    return this.add({ ...request, fileName: `${key}.zip`, content: await this.zipFiles(selected, `${directory}/`) });
  }

  private async zipFiles(paths: string[], prefix: string): Promise<Uint8Array> {
    const entries = await Promise.all(
      paths.map(async (path) => {
        const file = await this.options.files.read(`${prefix}${path}`);
        return file ? [{ name: path.replace(/^(\.\.?\/)+/, ""), ...file }] : [];
      }),
    );
    return zip(entries.flat());
  }

  private async useArtifact(path: string, functions: FunctionModel[], at: Path): Promise<Code> {
    const content = await this.readArtifact(path, at);
    const kind = functions.length === 1 && at[0] === "functions" ? "function" : "service";
    return this.add({ name: kind === "function" ? (functions[0]?.key ?? path) : this.model.service, kind, functions: functions.map((fn) => fn.key), fileName: basename(path), content });
  }

  private async readArtifact(path: string, at: Path): Promise<Uint8Array> {
    if (/^s3:\/\/|amazonaws\.com\//.test(path)) {
      throw new CompileError({ code: "feature_unsupported", message: `The artifact ${path} would have to be fetched from S3, which the compiler does not reach`, path: at });
    }
    try {
      const file = await this.options.files.read(path);
      if (file) return file.content;
    } catch (error) {
      if (!(error instanceof PathOutsideError)) throw error;
      throw new CompileError({ code: "file_outside", message: error.message, path: at });
    }
    throw new CompileError({ code: "artifact_missing", message: `There is no artifact ${path}`, path: at });
  }

  private add(request: { name: string; kind: CompiledArtifact["kind"]; functions: string[]; fileName: string; content: Uint8Array }): Code {
    const { name, kind, functions, fileName, content } = request;
    const digest = createHash("sha256").update(content).digest();
    const hash = digest.toString("hex");
    const key = this.keyOf(hash, fileName);
    const known = this.artifacts.find((artifact) => artifact.key === key);
    if (known) known.functions.push(...functions);
    else this.artifacts.push({ name, kind, hash, sizeBytes: content.byteLength, content, key, functions: [...functions] });
    const { name: bucket } = deploymentBucketOf(this.model);
    return { bucket: this.options.artifactStore?.bucket ?? bucket ?? ref(deploymentBucketId), key, sha256: digest.toString("base64"), content };
  }

  /** Named by content, so that code that did not change is neither uploaded nor deployed again. */
  private keyOf(hash: string, fileName: string): string {
    const { service, stage, provider } = this.model;
    const store = this.options.artifactStore;
    if (!store) return `${provider.deploymentPrefix ?? "serverless"}/${service}/${stage}/${hash}/${fileName}`;
    return `${store.prefix ? `${store.prefix.replace(/\/$/, "")}/` : ""}${service}/${hash}.zip`;
  }

  private excludes(): string[] {
    const { configFile, pluginsLocalPath, useDotenv, layers } = this.model;
    return unique([
      ...defaultExcludes,
      configFile,
      ...(pluginsLocalPath === null ? [] : [pluginsLocalPath]),
      ...layers.map(({ config }) => `${(config.path ?? "").replace(/^\.\//, "").replace(/\/$/, "")}/**`),
      ...(useDotenv ? [".env*"] : []),
    ]);
  }

  private list(): Promise<string[]> {
    this.listing ??= this.options.files.list(".").then((list) => list ?? []);
    return this.listing;
  }

  private devDirectories(): Promise<Set<string>> {
    this.devDependencies ??= this.model.package.excludeDevDependencies === false ? Promise.resolve(new Set<string>()) : this.list().then((list) => findDevDependencies(this.options.files, list));
    return this.devDependencies;
  }
}

function unique(values: string[]): string[] {
  return Array.from(new Set(values));
}
