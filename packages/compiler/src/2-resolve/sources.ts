import { aws, cf, s3, ssm } from "./sources/aws-sources.js";
import { file } from "./sources/file.js";
import { env, git, opt, param, self, sls, strToBool } from "./sources/simple-sources.js";
import type { VariableSource } from "./variable-source.js";

const sources: Record<string, VariableSource> = { self, opt, env, file, param, sls, aws, strToBool, git, ssm, s3, cf };

export const sourceNames = Object.keys(sources);

/** The source of a type; `cf.eu-west-1` is `cf` in another region. Undefined when there is none of that name. */
export function findSource(type: string): VariableSource | undefined {
  const name = type.startsWith("cf.") ? "cf" : type;
  return Object.hasOwn(sources, name) ? sources[name] : undefined;
}
