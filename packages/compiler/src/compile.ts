import type { CompileInput, CompileResult } from "./compile-input.js";
import { byPlace, CompileError } from "./diagnostic.js";
import { finish, toDiagnostic } from "./finish.js";
import { createPlaces } from "./1-read/locate.js";
import { readConfig } from "./1-read/read-config.js";
import { Provenance } from "./2-resolve/provenance.js";
import { resolveVariables } from "./2-resolve/resolve-variables.js";
import { checkConfig } from "./3-check/check-config.js";
import { pathsInLists } from "./3-check/merged-lists.js";
import { buildModel } from "./4-model/build-model.js";
import { resolveImages } from "./4-model/images.js";
import { emitTemplate } from "./5-emit/emit.js";
import { findMissingHandlers } from "./packaging/check-handlers.js";
import { planBundles, withSourceMapsEnabled } from "./packaging/bundle/plan-bundles.js";
import { createHandlerFiles } from "./packaging/handler-files.js";
import { packageService } from "./packaging/package-service.js";
import { problemsOf } from "./problems-of.js";
import { splitService } from "./split/split-service.js";

/**
 * Compiles a service: its config becomes a CloudFormation template, its code the zips that the template names. Logical
 * ids, names and properties are those that the Serverless Framework v3 makes.
 * @returns what is wrong with the config as diagnostics; throws only on defects and on errors of the disk.
 */
export async function compile(input: CompileInput): Promise<CompileResult> {
  const provenance = new Provenance();
  let places = createPlaces({ path: input.configFile ?? "serverless.yml", text: null }, provenance);
  const { files, configFile, stage, region, params = {}, secretParams = [], options = {}, env = {}, accountId, external, git, signal } = input;
  try {
    // 1. Read
    const file = await readConfig({ files, configFile, env, signal });
    places = createPlaces(file, provenance);
    // 2. Resolve
    await resolveVariables(file.config, { files, git, external, stage, region, params, secretParams, options, env, accountId, signal }, provenance);
    // 3. Check
    provenance.pathInLists = pathsInLists(file.config);
    const { config, warnings } = checkConfig(file.config, stage);
    // 4. Model
    const built = await resolveImages(buildModel(config, { stage, region, configFile: file.path, trafficAlias: input.trafficAlias }), { external, signal });
    const handlerFiles = createHandlerFiles(files);
    const bundles = await planBundles(built, handlerFiles);
    const model = withSourceMapsEnabled(built, bundles);
    const missing = await findMissingHandlers(model, bundles, handlerFiles);
    if (missing.length > 0 && input.missingHandlers !== "warning") throw new CompileError(missing);
    const packaged = await packageService(model, bundles, input);
    // 5. Emit
    const emitted = emitTemplate(model, packaged);
    for (const { name, sizeBytes } of packaged.artifacts) input.report?.({ level: "info", text: `${name}: ${sizeBytes} bytes` });
    const split = await splitService(emitted, { custom: file.config["custom"], model, artifactStore: input.artifactStore, deployed: input.deployed });
    const found = [...warnings, ...missing, ...packaged.warnings];
    return finish({ model, packaged, emitted, split, warnings: found, source: { file, provenance, places }, overLimit: input.overLimit });
  } catch (error) {
    const diagnostics = problemsOf(error).map((problem) => toDiagnostic(problem, "error", places.locate));
    return { ok: false, diagnostics: diagnostics.sort(byPlace) };
  }
}
