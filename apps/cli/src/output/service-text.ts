import type { Service } from "@windlass/contracts/service";
import { stagesTable } from "./stage-text.js";
import { formatFields } from "./table.js";
import { formatAge } from "./time.js";

/** A service for people: where it is, how it is built, and its stages. */
export function serviceText(service: Service): string {
  const head = formatFields({
    service: service.name,
    repository: service.repository.url,
    folder: service.rootDirectory === "" ? undefined : service.rootDirectory,
    config: service.configFile ?? undefined,
    build: service.buildCommand?.join(" "),
    submodules: service.submodules ? "fetched" : undefined,
    "git lfs": service.lfs ? "fetched" : undefined,
    "depends on": service.dependencies.length === 0 ? undefined : service.dependencies.join(", "),
    created: formatAge(service.createdAt),
  });
  return `${head}\n\n${stagesTable(service.name, service.stages)}`;
}
