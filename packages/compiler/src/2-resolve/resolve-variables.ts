import type { JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../diagnostic.js";
import type { FileSource } from "../file-source.js";
import { loadDotenv } from "./load-dotenv.js";
import { Resolver } from "./resolver.js";

type ResolveInput = {
  files: FileSource;
  stage: string;
  region: string;
  params: Record<string, string>;
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
export async function resolveVariables(config: JsonObject, input: ResolveInput): Promise<void> {
  const env = { ...input.env };
  const resolver = new Resolver(config, { ...input, env, options: { ...input.options, stage: input.stage, region: input.region } });
  await resolver.resolveAll(["useDotenv"]);
  if (config["useDotenv"]) Object.assign(env, await loadDotenv(input.files, input.stage, input.env));
  await resolver.resolveAll([], (path) => path[0] === "params" && path.length > 2 && path[1] !== "default" && path[1] !== input.stage);
  const errors = resolver.errors();
  if (errors.length > 0) throw new CompileError(errors);
}
