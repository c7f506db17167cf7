import { ExternalError, type ExternalValues } from "@windlass/compiler/external-values";
import { findAnswer, readResolveFile } from "./resolve-file.js";

export type ExternalOptions = {
  /** File of known answers. */
  resolve?: string | undefined;
  /** Whether AWS may not be asked. */
  offline?: boolean | undefined;
  region: string;
  env: Record<string, string | undefined>;
};

/**
 * What answers the questions of a config that only AWS can answer: a file of answers first, then AWS itself where the
 * environment has credentials.
 * @throws WindlassError `invalid_request` when the file of answers cannot be read.
 */
export async function openExternalValues({ resolve, offline = false, region, env }: ExternalOptions): Promise<ExternalValues> {
  const known = resolve === undefined ? null : await readResolveFile(resolve);
  return {
    async ask(request, signal) {
      const answer = known ? findAnswer(known, request, region) : undefined;
      if (answer !== undefined) return answer;
      if (offline) throw new ExternalError("it has to be asked of AWS, and --offline forbids it");
      const { askAws, hasAwsCredentials } = await import("./ask-aws.js");
      if (!hasAwsCredentials(env)) throw new ExternalError("it has to be asked of AWS, and there are no AWS credentials here");
      return askAws(request, { region, signal });
    },
  };
}
