import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../diagnostic.js";
import type { ExternalValues } from "../external-values.js";
import type { FileSource } from "../file-source.js";
import type { GitSource } from "../git-source.js";
import type { Path } from "../path.js";
import { createAskOnce } from "./ask-once.js";
import { loadDotenv } from "./load-dotenv.js";
import type { Provenance } from "./provenance.js";
import { Resolver } from "./resolver.js";

export type ResolveInput = {
  files: FileSource;
  git: GitSource | undefined;
  external: ExternalValues | undefined;
  stage: string;
  region: string;
  params: Record<string, string>;
  secretParams: readonly string[];
  options: Record<string, string>;
  env: Record<string, string>;
  accountId: string | undefined;
  signal: AbortSignal | undefined;
};

/**
 * Resolves every variable of a config, in place. `params` of other stages are left as they are: what they name may not
 * exist for this stage.
 * @throws CompileError with one problem for each variable that has no value.
 */
export async function resolveVariables(config: JsonObject, input: ResolveInput, provenance: Provenance): Promise<void> {
  const env = { ...input.env };
  const options: Record<string, Json> = { ...input.options, stage: input.stage, region: input.region };
  const base = { ...input, env, options, secretParams: new Set(input.secretParams), ask: createAskOnce(input) };
  const resolver = new Resolver(config, base, provenance);
  await resolver.resolveAll(["useDotenv"]);
  if (config["useDotenv"]) Object.assign(env, await loadDotenv(input.files, input.stage, input.env));
  await resolver.resolveAll([], (path) => isOfOtherStage(path, input.stage));
  const problems = resolver.problems();
  if (problems.length > 0) throw new CompileError(problems);
}

/** Whether a property is a parameter of another stage. A section that is one variable as a whole is resolved all the same. */
function isOfOtherStage(path: Path, stage: string): boolean {
  const [root, section] = path;
  return (root === "params" || root === "stages") && path.length > 2 && section !== "default" && section !== stage;
}
