import type { BundleMessage, BundleResult } from "../../file-source.js";
import { CompileError, type Problem } from "../../diagnostic.js";
import type { ServiceModel } from "../../4-model/service-model.js";
import { createInstalledPackages } from "../installed-packages.js";
import { filesOfPackage, layOutPackages } from "../lay-out-packages.js";
import { createManifests } from "../manifest.js";
import { mapBounded } from "../map-bounded.js";
import type { PackFile } from "../pack-files.js";
import type { PackageOptions } from "../packaged.js";
import { timed } from "../timed.js";
import { bundleSettings } from "./bundle-options.js";
import { externalsOf, type Externals } from "./externals.js";
import type { Bundle } from "./plan-bundles.js";

/** What a zip of bundles has beside the files that patterns add. */
export type BundledFiles = { files: PackFile[]; warnings: Problem[] };

export type BundlePacker = {
  /** Bundles what was not bundled before. Throws CompileError `bundle_failed` with the places in the sources. */
  pack(bundles: readonly Bundle[]): Promise<BundledFiles>;
};

type Made = BundleResult & { kept: Externals };

/** esbuild itself uses all processors for one bundle: more at once would take memory and win little. */
const bundlesAtOnce = 4;

export function createBundlePacker(model: ServiceModel, { files, signal, onTimed }: Pick<PackageOptions, "files" | "signal" | "onTimed">): BundlePacker {
  const { options: config, path } = model.build;
  const made = new Map<Bundle, Promise<Made>>();
  const installed = { packages: createInstalledPackages(files, null), manifests: createManifests(files) };
  const bundle = (one: Bundle): Promise<Made> => {
    const known = made.get(one) ?? make(one);
    made.set(one, known);
    return known;
  };
  const make = async (one: Bundle): Promise<Made> => {
    const manifest = await installed.manifests.of("");
    const { options, ending } = bundleSettings(config, one.runtimes, manifest);
    const kept = externalsOf(config, one.runtimes, manifest);
    const request = { source: one.source, output: `${one.output}${ending}`, options, isExternal: kept.isExternal, signal };
    return { ...(await timed({ group: "bundle", name: one.source, onTimed }, () => files.bundle(request))), kept };
  };
  return {
    async pack(bundles) {
      if (config.configFile !== undefined) {
        throw new CompileError({ code: "feature_unsupported", message: "esbuild's settings are not read from a program", hint: "Write them under `build.esbuild`, or bundle in the service's build command and set `build: false`.", path: [...path, "configFile"] });
      }
      const results = await mapBounded(Array.from(new Set(bundles)), config.buildConcurrency ?? bundlesAtOnce, bundle);
      const errors = results.flatMap((result) => result.errors);
      if (errors.length > 0) throw new CompileError(errors.map(toProblem));
      const names = new Set(results.flatMap(({ externals, kept }) => [...externals.filter((name) => !kept.isExcluded(name)), ...kept.named]));
      const layout = await layOutPackages(Array.from(names).sort(), installed);
      const packages = await Promise.all(layout.packages.map((placed) => filesOfPackage(files, placed)));
      const outputs = results.flatMap((result) => result.outputs).map(({ path: name, content }) => ({ name, content }));
      return {
        files: [...packages.flat(), ...(await manifestFile(installed.manifests, names)), ...outputs],
        warnings: [
          ...results.flatMap((result) => result.warnings).map((message): Problem => ({ ...toProblem(message), code: "value_risky" })),
          ...layout.missing.map((name): Problem => ({ code: "value_risky", message: `The package ${name} stays outside of the bundles and is not installed`, hint: "Install it, or make sure that a layer brings it.", path })),
        ],
      };
    },
  };
}

/** The service's package.json, which tells Node how to read the bundles, with the packages that are beside them. */
async function manifestFile(manifests: ReturnType<typeof createManifests>, names: ReadonlySet<string>): Promise<PackFile[]> {
  const { devDependencies: _development, dependencies, ...manifest } = await manifests.of("");
  if (Object.keys(manifest).length === 0 && dependencies === undefined) return [];
  const kept = Object.fromEntries(Object.entries(dependencies ?? {}).filter(([name]) => names.has(name)));
  return [{ name: "package.json", content: new TextEncoder().encode(`${JSON.stringify({ ...manifest, dependencies: kept }, null, 2)}\n`) }];
}

function toProblem({ text, place }: BundleMessage): Problem {
  const unresolved = /^Could not resolve "([^"]+)"/.exec(text)?.[1];
  const hint = unresolved === undefined ? undefined : unresolved.startsWith(".") ? "Correct the path, or add the file." : `Install ${unresolved} (is it in package.json?), or name it under \`build.esbuild.external\`.`;
  return { code: "bundle_failed", message: text, hint, ...(place ? { place } : {}) };
}
