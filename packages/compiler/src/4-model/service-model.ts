import type { EsbuildConfig, FunctionConfig, LayerConfig, PackageConfig, ProviderConfig, ResourcesConfig } from "../3-check/config.js";
import type { EventConfig } from "../3-check/event-config.js";
import type { Path } from "../path.js";

/** The alias through which everything calls a function that has one. */
export type TargetAlias = { name: string; logicalId: string };

export const defaultRuntime = "nodejs24.x";

/** The container image that a function runs, named by its digest. `isTagged`: AWS was asked for the digest. */
export type Image = { uri: string; sha: string; isTagged: boolean };

/** A function with everything decided that other parts of the template need to know of it. */
export type FunctionModel = {
  key: string;
  config: FunctionConfig;
  /** Physical name. */
  functionName: string;
  logicalId: string;
  events: EventConfig[];
  alias: TargetAlias | null;
  /** Null also for an image whose digest was not looked up yet. */
  image: Image | null;
  path: Path;
};

/** Which handlers are bundled: all that Node runs, only those in TypeScript, or none; and how. */
export type BuildModel = { handlers: "all" | "typescript" | "none"; options: EsbuildConfig; path: Path };

export type LayerModel = { key: string; config: LayerConfig; path: Path };

/** The service as it is going to be emitted. */
export type ServiceModel = {
  service: string;
  stage: string;
  region: string;
  stackName: string;
  provider: ProviderConfig;
  functions: FunctionModel[];
  layers: LayerModel[];
  resources: ResourcesConfig | null;
  package: PackageConfig;
  configFile: string;
  useDotenv: boolean;
  pluginsLocalPath: string | null;
  plugins: string[];
  build: BuildModel;
};

/** The function of a key, or undefined when the service has none. */
export function findFunction(model: ServiceModel, key: string): FunctionModel | undefined {
  return model.functions.find((candidate) => candidate.key === key);
}
