import type { Service } from "@windlass/contracts/service";
import { stageSummaryJson } from "./stage-json.js";

/** A service as every command prints it with `--json`. */
export function serviceJson({ id, name, repository, rootDirectory, configFile, buildCommand, submodules, lfs, dependsOn, inputs, dependencies, dependents, previews, stages, createdAt }: Service) {
  return {
    id,
    name,
    repository: repository.url,
    dir: rootDirectory,
    config: configFile,
    buildCommand,
    submodules,
    lfs,
    dependsOn,
    inputs,
    dependencies,
    dependents,
    previews,
    stages: stages.map(stageSummaryJson),
    createdAt,
  };
}
