import { join, relative } from "node:path";
import { getCallerIdentity } from "@windlass/aws/identity/get-caller-identity";
import { bucketName } from "@windlass/aws/artifacts/ensure-bucket";
import { compile } from "@windlass/compiler/compile";
import type { Compiled } from "@windlass/compiler/compile-input";
import type { Diagnostic } from "@windlass/compiler/diagnostic";
import { folderShelf } from "@windlass/compiler/folder-shelf";
import { nodeFiles } from "@windlass/compiler/node-files";
import { WindlassError } from "@windlass/contracts/error";
import type { Artifact } from "@windlass/contracts/release";
import { readKnownArtifacts } from "@windlass/operations/deployment-run/read-known-artifacts";
import { saveInputsDigest } from "@windlass/operations/deployment-run/reuse-release";
import { saveRelease } from "@windlass/operations/deployment-run/save-release";
import { saveResults } from "@windlass/operations/deployment-run/save-results";
import { rememberSecrets } from "@windlass/operations/masking/remember-secrets";
import { parameterVersions } from "@windlass/operations/release/parameter-versions";
import type { ReleaseContent } from "@windlass/operations/release/release-content";
import { externalFor, parametersFor, withConfigPlace } from "../config-inputs.js";
import { givenParameters } from "../given-parameters.js";
import { counted } from "../counted.js";
import { eventCosts } from "../event-costs.js";
import { withKeptExports } from "../kept-exports.js";
import { provePromotion } from "../prove-promotion.js";
import { readDeployed } from "../read-deployed.js";
import { gitOf } from "../git-of.js";
import type { Masker } from "../masker.js";
import { resolveInputs, type OpenInput } from "../resolve-inputs.js";
import type { StepContext, StepResult } from "../run-step.js";
import { watchInputs, type InputsWatch } from "../same-inputs.js";
import type { Source } from "./1-checkout.js";

/** A release that was stored and whose artifacts are not in the bucket yet. */
export type BuiltRelease = { id: string; awsAccountId: string; compiled: Compiled };

/**
 * Turns the service's config into a template and artifacts, and stores them as a release.
 * Throws `config_not_found` or `config_invalid` with the places of every error, `plan_over_limit` before anything is sent to AWS, `input_missing`, and `credentials_refused`.
 */
export async function compileService(context: StepContext, source: Source): Promise<StepResult<BuiltRelease>> {
  const { run, aws, services, signal } = context;
  const { awsAccountId } = await getCallerIdentity(aws, signal);
  const bucket = bucketName(awsAccountId, run.stage.region);
  const watch = watchInputs();
  const known = await readKnownArtifacts(services.db, { stageId: run.stage.id, promotedReleaseId: run.options.promotedFrom?.releaseId ?? null });
  const keys = new Map(known.filter((artifact) => artifact.bucket === bucket).map(({ hash, key }) => [hash, key]));
  const inputs = await resolveInputs(context);
  const compiled = await withKeptExports(context, await compileSource(context, source, { awsAccountId, bucket, keys, watch, inputs }));
  const { commit } = source;
  const artifacts = compiled.artifacts.map(({ content: _content, ...artifact }) => ({ ...artifact, bucket }));
  const shown = shownContent(compiled, context.masker);
  const promotion = await provePromotion(context, { artifacts, functions: compiled.functions, shownTemplate: shown?.template ?? compiled.templateText });
  return {
    output: {
      stackName: compiled.stackName,
      templateHash: compiled.templateHash,
      resources: Object.keys(compiled.template.Resources).length,
      artifacts: compiled.artifacts.map(({ name, hash, sizeBytes }) => ({ name, hash, sizeBytes })),
      events: eventCosts(compiled.usage),
    },
    store: async (tx) => {
      await rememberSecrets(tx, { stageId: run.stage.id, secrets: context.masker.learned, keys: services.keyring });
      const id = await saveRelease(tx, {
        stage: { id: run.stage.id, number: run.number },
        commit: context.masker.json(commit),
        stackName: compiled.stackName,
        capabilities: compiled.capabilities,
        content: { template: compiled.templateText, stackTags: compiled.stackTags, stackSettings: compiled.stackSettings },
        shown,
        templateHash: compiled.templateHash,
        artifacts: [...artifacts, ...compiled.nestedStacks.map((stack) => nestedArtifact(stack, bucket))],
        functions: compiled.functions.map((summary) => ({ ...summary, events: context.masker.json(summary.events) })),
        sourceMap: context.masker.json({ ...compiled.sourceMap }),
        // Texts that hold a secret by chance, such as an encoding of one, are masked too.
        resolvedConfig: context.masker.tree(compiled.resolvedConfig),
        parameterVersions: parameterVersions(givenParameters(run), { stageId: run.stage.id, keyring: services.keyring }),
        inputs: inputs.map(({ open: _open, ...input }) => context.masker.json(input)),
        keyring: services.keyring,
      });
      await saveInputsDigest(tx, { releaseId: id, inputsDigest: watch.digest(context, { sha: commit.sha, compiled }) });
      if (promotion) await saveResults(tx, { promotion });
      return { id, awsAccountId, compiled };
    },
  };
}

/** What is deployed with its secrets masked; null when there is none in it. */
function shownContent({ template, templateText, stackTags, stackSettings }: Compiled, masker: Masker): ReleaseContent | null {
  const shown = { template: JSON.stringify(masker.tree(template)), stackTags: masker.tree(stackTags), stackSettings: masker.json(stackSettings) };
  const same = shown.template === templateText && JSON.stringify([stackTags, stackSettings]) === JSON.stringify([shown.stackTags, shown.stackSettings]);
  return same ? null : shown;
}

async function compileSource(
  context: StepContext,
  source: Source,
  store: { awsAccountId: string; bucket: string; keys: ReadonlyMap<string, string>; watch: InputsWatch; inputs: readonly OpenInput[] },
): Promise<Compiled> {
  const { run, reporter, services, signal } = context;
  const shelf = await folderShelf(join(services.dataDir, "cache", "artifacts"));
  const result = await withConfigPlace(context, source, (enclose) =>
    compile({
      files: store.watch.files(nodeFiles({ root: source.root, directory: relative(source.root, source.directory) || ".", enclose })),
      configFile: run.service.configFile ?? undefined,
      stage: run.stage.name,
      region: run.stage.region,
      ...parametersFor(context, store.inputs),
      env: {},
      accountId: store.awsAccountId,
      external: store.watch.external(externalFor(context)),
      git: gitOf({ commit: source.commit, branch: run.ref ?? run.stage.branch ?? run.repository.defaultBranch, url: run.repository.url, isDirty: (run.options.upload?.changedFiles ?? 0) > 0 }),
      overLimit: "error",
      trafficAlias: run.stage.settings.canary !== null,
      deployed: (stackName) => readDeployed(context.aws, stackName, signal),
      artifactStore: { bucket: store.bucket, keys: store.keys, prefix: `services/${run.service.name}/${run.stage.name}` },
      shelf,
      signal,
      report: ({ level, text }) => reporter.log(text, level),
      onTimed: (span) => reporter.span(span),
    }),
  );
  if (!result.ok) throw diagnosticsError(result.diagnostics);
  for (const warning of result.warnings) reporter.log(describe(warning), "warn");
  const resources = Object.keys(result.template.Resources).length;
  const size = result.artifacts.reduce((sum, artifact) => sum + artifact.sizeBytes, 0);
  reporter.log(
    `Compiled ${result.service} to stack ${result.stackName}: ${counted(resources, "resource")}, ${counted(result.functions.length, "function")}, ` +
      `${counted(result.artifacts.length, "artifact")} (${Math.ceil(size / 1024)} kB)`,
  );
  return result;
}

/** The template of a nested stack is kept like code: a release that is rolled back to needs it again. */
function nestedArtifact({ logicalId, hash, key, templateText }: Compiled["nestedStacks"][number], bucket: string): Artifact {
  return { name: logicalId, kind: "template", hash, sizeBytes: Buffer.byteLength(templateText), bucket, key, functions: [] };
}

function diagnosticsError(diagnostics: readonly Diagnostic[]): WindlassError {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  const [first] = errors;
  const code = first?.code === "config_not_found" ? "config_not_found" : first?.code === "limit_exceeded" ? "plan_over_limit" : "config_invalid";
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  const places = errors.flatMap(({ place, message }) => (place ? [{ ...place, message }] : []));
  return new WindlassError(code, `${first ? describe(first) : "The config is not valid."}${more}`, {
    ...(first ? { hint: first.hint } : {}),
    ...(places.length > 0 ? { places } : {}),
  });
}

function describe({ place, message }: Diagnostic): string {
  if (!place) return message;
  return `${place.file}${place.line === null ? "" : `:${place.line}${place.column === null ? "" : `:${place.column}`}`}: ${message}`;
}
