import { readCurrentRelease, type CurrentRelease } from "@windlass/operations/deployment-run/read-current-release";
import type { Compiled } from "@windlass/compiler/compile-input";
import type { ExternalValues } from "@windlass/compiler/external-values";
import type { FileSource } from "@windlass/compiler/file-source";
import { parseInput } from "@windlass/contracts/input-text";
import { mask } from "@windlass/operations/masking/masker";
import type { RunContext } from "./run-context.js";
import { version } from "./version.js";

/**
 * A keyed hash of all that a release of this commit is built from: the service's and the stage's settings, the
 * parameters, and the program that builds. Keyed, because secrets are among it.
 */
export function inputsDigestOf({ run, services }: RunContext, sha: string): string {
  const { service, stage, account, repository } = run;
  const inputs = {
    version,
    sha,
    service: { ...service, submodules: service.submodules ? true : undefined, lfs: service.lfs ? true : undefined },
    account,
    url: repository.url,
    trust: run.options.trust,
    upload: run.options.upload?.hash,
    keepExports: run.options.keepExports,
    branch: run.ref ?? stage.branch ?? repository.defaultBranch,
    ...takenInputs(run),
    stage: { ...stage, hasCurrentRelease: null, stackName: null, settings: { canary: stage.settings.canary } },
  };
  return services.keyring.digest(JSON.stringify(inputs), `inputs/${stage.id}`);
}

/**
 * What the service's inputs take, as it is stored; where a secret is masked in it, the deployment that it is of stands for it.
 * Nothing for a service without inputs.
 */
function takenInputs({ inputs, inputSources }: RunContext["run"]): object {
  if (Object.keys(inputs).length === 0) return {};
  const parts = Object.values(inputs).flatMap((text) => parseInput(text) ?? []);
  const taken = parts.flatMap((part) => {
    if (part.kind !== "output") return [];
    const stage = inputSources.find(({ service }) => service === part.service)?.stage;
    const value = stage?.outputs.find(({ key }) => key === part.output)?.value ?? null;
    return [[part.service, part.output, value, value?.includes(mask) === true ? stage?.deploymentId : null]];
  });
  return { inputs, taken };
}

/** The release that the stage runs, when it was built from the very inputs that this deployment would build from. */
export async function findSameRelease(context: RunContext, sha: string): Promise<CurrentRelease | null> {
  const { run, services } = context;
  if (run.kind !== "deploy" || run.options.rebuild === true || run.options.promotedFrom !== undefined) return null;
  const current = await readCurrentRelease(services.db.pool, run.id);
  return current?.inputsDigest === inputsDigestOf(context, sha) ? current : null;
}

/** Watches a compilation for what may answer otherwise the next time, though the inputs are the same. */
export type InputsWatch = {
  files(files: FileSource): FileSource;
  external(external: ExternalValues): ExternalValues;
  /** The digest to keep with the release; null when it cannot be told from the inputs what a build makes. */
  digest(context: RunContext, input: { sha: string; compiled: Compiled }): string | null;
};

/** Code of the config, values outside of the repository and a build command of the service's own may differ each time. */
export function watchInputs(): InputsWatch {
  let fixed = true;
  return {
    files: (files) => ({
      ...files,
      evaluate(request) {
        fixed = false;
        return files.evaluate(request);
      },
    }),
    external: (external) => ({
      ask(request, signal) {
        if (request.source !== "aws") fixed = false;
        return external.ask(request, signal);
      },
    }),
    digest(context, { sha, compiled }) {
      const timed = JSON.stringify(compiled.resolvedConfig).includes("sls:instanceId") || compiled.templateText.includes('"ForceDeploy"');
      return fixed && !timed && context.run.service.buildCommand === null ? inputsDigestOf(context, sha) : null;
    },
  };
}
