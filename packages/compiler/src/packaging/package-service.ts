import { basename } from "node:path/posix";
import type { CompileInput } from "../compile-input.js";
import { CompileError, type Problem } from "../diagnostic.js";
import type { FunctionModel, LayerModel, ServiceModel } from "../4-model/service-model.js";
import { createArtifactList, type NamedZip } from "./artifact-list.js";
import { needsCustomResources, zipCustomResources } from "./custom-resources.js";
import { mapBounded } from "./map-bounded.js";
import type { Packaged } from "./packaged.js";
import { createSourcePacker, type SourcePacker } from "./pack-source.js";
import { useArtifact } from "./use-artifact.js";

export type PackageOptions = Pick<CompileInput, "files" | "artifactStore" | "shelf" | "signal" | "report">;

/** One zip that the service needs, and how it is made. */
type Request = Omit<NamedZip, "zip"> & { layer?: string; make: () => Promise<NamedZip["zip"]> };

/** Each packs several files at once itself: more would only take memory. */
const zipsAtOnce = 4;

/**
 * Makes the zips of a service: one for all functions, or one for each that is packaged individually, and one for each layer.
 * @throws CompileError with the problems of all zips: `artifact_missing`, `package_empty`, `layer_missing`, `file_outside`.
 */
export async function packageService(model: ServiceModel, options: PackageOptions): Promise<Packaged> {
  const packer = createSourcePacker(model, options);
  const requests = [...functionZips(model, options, packer), ...model.layers.map((layer) => layerZip(layer, options, packer))];
  if (needsCustomResources(model)) {
    requests.push({ name: "custom-resources", kind: "function", functions: [], fileName: "custom-resources.zip", make: zipCustomResources });
  }
  const made = await makeAll(requests);
  const list = createArtifactList(model, options.artifactStore);
  const packaged: Packaged = { functions: new Map(), layers: new Map(), artifacts: list.artifacts, customResources: null };
  for (const { layer, ...named } of made) {
    const code = list.add(named);
    for (const fn of named.functions) packaged.functions.set(fn, code);
    if (layer !== undefined) packaged.layers.set(layer, code);
    if (named.fileName === "custom-resources.zip") packaged.customResources = code;
  }
  return packaged;
}

async function makeAll(requests: readonly Request[]): Promise<(NamedZip & { layer?: string })[]> {
  const problems: Problem[] = [];
  const made = await mapBounded(requests, zipsAtOnce, async ({ make, ...request }) => {
    try {
      return [{ ...request, zip: await make() }];
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new CompileError(problems);
  return made.flat();
}

function functionZips(model: ServiceModel, options: PackageOptions, packer: SourcePacker): Request[] {
  const requests: Request[] = [];
  const shared: FunctionModel[] = [];
  for (const fn of model.functions) {
    if (fn.config.image !== undefined) continue;
    const own = fn.config.package;
    const request = { name: fn.key, kind: "function" as const, functions: [fn.key] };
    if (own?.artifact) {
      const { artifact } = own;
      requests.push({ ...request, fileName: basename(artifact), make: () => useArtifact(artifact, [...fn.path, "package", "artifact"], options) });
    } else if (isPackagedAlone(model, fn)) requests.push({ ...request, fileName: `${fn.key}.zip`, make: () => packer.packFunction(fn) });
    else shared.push(fn);
  }
  if (shared.length === 0) return requests;
  const request = { name: model.service, kind: "service" as const, functions: shared.map(({ key }) => key) };
  const { artifact } = model.package;
  if (artifact) requests.push({ ...request, fileName: basename(artifact), make: () => useArtifact(artifact, ["package", "artifact"], options) });
  else requests.push({ ...request, fileName: `${model.service}.zip`, make: () => packer.packService() });
  return requests;
}

/** The service's artifact serves all functions but those that ask for a zip of their own. */
function isPackagedAlone(model: ServiceModel, { config }: FunctionModel): boolean {
  if (config.package?.individually) return true;
  return Boolean(model.package.individually) && !model.package.artifact;
}

function layerZip(layer: LayerModel, options: PackageOptions, packer: SourcePacker): Request {
  const { key, config, path } = layer;
  const artifact = config.package?.artifact;
  const request = { name: key, kind: "layer" as const, functions: [], layer: key };
  if (artifact) return { ...request, fileName: basename(artifact), make: () => useArtifact(artifact, [...path, "package", "artifact"], options) };
  return { ...request, fileName: `${key}.zip`, make: () => packer.packLayer(layer) };
}
