import { basename } from "node:path/posix";
import { CompileError, type Problem } from "../diagnostic.js";
import type { FunctionModel, LayerModel, ServiceModel } from "../4-model/service-model.js";
import type { Bundles } from "./bundle/plan-bundles.js";
import { findMissingRequirements } from "./check-requirements.js";
import { createArtifactList, type NamedZip } from "./artifact-list.js";
import { needsCustomResources, zipCustomResources } from "./custom-resources.js";
import { mapBounded } from "./map-bounded.js";
import type { Packaged, PackageOptions } from "./packaged.js";
import { createSourcePacker, type SourcePacker } from "./pack-source.js";
import { takeArtifact } from "./take-artifact.js";
import { timed } from "./timed.js";

/** One zip that the service needs, and how it is made. */
type Request = Omit<NamedZip, "zip"> & { layer?: string; make: () => Promise<NamedZip["zip"]> };

/** Each packs several files at once itself: more would only take memory. */
const zipsAtOnce = 4;

/**
 * Makes the zips of a service: one for all functions, or one for each that is packaged individually, and one for each layer.
 * @throws CompileError with the problems of all zips: `artifact_missing`, `package_empty`, `layer_missing`, `file_outside`,
 * `bundle_failed`.
 */
export async function packageService(model: ServiceModel, bundles: Bundles, options: PackageOptions): Promise<Packaged> {
  const warnings = await findMissingRequirements(model, options.files);
  const packer = createSourcePacker(model, { ...options, warn: (problem) => warnings.push(problem) });
  const requests = [...functionZips(model, { options, packer, bundles }), ...model.layers.map((layer) => layerZip(layer, options, packer))];
  if (needsCustomResources(model)) {
    requests.push({ name: "custom-resources", kind: "function", functions: [], fileName: "custom-resources.zip", make: zipCustomResources });
  }
  const made = await makeAll(requests, options);
  const list = createArtifactList(model, options.artifactStore);
  const packaged: Packaged = { functions: new Map(), layers: new Map(), artifacts: list.artifacts, customResources: null, warnings };
  for (const { layer, ...named } of made) {
    const code = list.add(named);
    for (const fn of named.functions) packaged.functions.set(fn, code);
    if (layer !== undefined) packaged.layers.set(layer, code);
    if (named.fileName === "custom-resources.zip") packaged.customResources = code;
  }
  return packaged;
}

async function makeAll(requests: readonly Request[], { onTimed }: PackageOptions): Promise<(NamedZip & { layer?: string })[]> {
  const problems: Problem[] = [];
  const made = await mapBounded(requests, zipsAtOnce, async ({ make, ...request }) => {
    try {
      return [{ ...request, zip: await timed({ group: "zip", name: request.name, onTimed }, make) }];
    } catch (error) {
      if (!(error instanceof CompileError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new CompileError(problems);
  return made.flat();
}

type Tools = { options: PackageOptions; packer: SourcePacker; bundles: Bundles };

function functionZips(model: ServiceModel, { options, packer, bundles }: Tools): Request[] {
  const requests: Request[] = [];
  const shared: FunctionModel[] = [];
  for (const fn of model.functions) {
    if (fn.config.image !== undefined) continue;
    const artifact = fn.config.package?.artifact;
    const bundle = bundles.get(fn.key);
    const request = { name: fn.key, kind: "function" as const, functions: [fn.key], fileName: `${fn.key}.zip` };
    if (artifact) requests.push({ ...request, fileName: basename(artifact), make: () => takeArtifact(artifact, [...fn.path, "package", "artifact"], options) });
    else if (!isPackagedAlone(model, fn)) shared.push(fn);
    else requests.push({ ...request, make: () => (bundle ? packer.packBundles([bundle], fn) : packer.packFunction(fn)) });
  }
  return [...requests, ...sharedZips(model, shared, { options, packer, bundles })];
}

/** One zip for all functions that have none of their own, or two: bundles are packed apart from sources. */
function sharedZips(model: ServiceModel, functions: readonly FunctionModel[], { options, packer, bundles }: Tools): Request[] {
  const { artifact } = model.package;
  const bundled = functions.flatMap(({ key }) => bundles.get(key) ?? []);
  const sources = functions.filter(({ key }) => !bundles.has(key));
  const request = (keys: readonly FunctionModel[]) => ({ name: model.service, kind: "service" as const, functions: keys.map(({ key }) => key), fileName: `${model.service}.zip` });
  const requests: Request[] = [];
  if (sources.length > 0) {
    const make = artifact ? () => takeArtifact(artifact, ["package", "artifact"], options) : () => packer.packService();
    requests.push({ ...request(sources), ...(artifact ? { fileName: basename(artifact) } : {}), make });
  }
  if (bundled.length > 0) {
    const name = sources.length > 0 ? `${model.service}-bundles` : model.service;
    requests.push({ ...request(functions.filter(({ key }) => bundles.has(key))), name, fileName: `${name}.zip`, make: () => packer.packBundles(bundled, null) });
  }
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
  if (artifact) return { ...request, fileName: basename(artifact), make: () => takeArtifact(artifact, [...path, "package", "artifact"], options) };
  return { ...request, fileName: `${key}.zip`, make: () => packer.packLayer(layer) };
}
