import { z } from "zod";
import { deploymentKindSchema } from "@windlass/contracts/deployment-kind";
import { deploymentOptionsSchema } from "@windlass/contracts/deployment-options";
import { deploymentStateSchema } from "@windlass/contracts/deployment-state";
import { problemDetailSchema } from "@windlass/contracts/error";
import { serviceInputsSchema } from "@windlass/contracts/input-text";
import { policyLevelSchema } from "@windlass/contracts/finding";
import { planSchema } from "@windlass/contracts/plan";
import { isPreviewStageName, previewSettingsSchema } from "@windlass/contracts/preview";
import { stageSettingsSchema } from "@windlass/contracts/stage-settings";
import { stepNameSchema, stepStateSchema } from "@windlass/contracts/step";
import type { Database } from "@windlass/database/database";
import type { Prisma } from "@windlass/database/generated/client";
import { accountAccess } from "../account/account-access.js";
import { openRepositoryAccess } from "../repository/open-access-token.js";
import type { Keyring } from "../sealing.js";
import { openParameters } from "../stage/open-parameters.js";
import { loadInputSources } from "./input-sources.js";
import { runResultsSchema } from "./read-results.js";
import type { DeploymentRun } from "./deployment-run.js";
import { toStoredRelease } from "./stored-release.js";

const changing = { steps: true, release: true, stage: true } as const satisfies Prisma.DeploymentInclude;
const whole = {
  ...changing,
  stage: { include: { account: true, parameters: true, service: { include: { repository: true } } } },
} as const satisfies Prisma.DeploymentInclude;

type Row = Prisma.DeploymentGetPayload<{ include: typeof changing }>;
type WholeRow = Prisma.DeploymentGetPayload<{ include: typeof whole }>;
type Surroundings = Pick<DeploymentRun, "service" | "repository" | "account" | "inputs" | "inputSources"> & { parameters: DeploymentRun["stage"]["parameters"] };

/**
 * Reads everything that a run needs, in one place, and opens the secrets. Null when the deployment was deleted.
 * Throws when a stored value is malformed, or when a secret was sealed under another master key.
 */
export async function loadRun(db: Database, keyring: Keyring, deploymentId: string): Promise<DeploymentRun | null> {
  const row = await db.prisma.deployment.findUnique({ where: { id: deploymentId }, include: whole });
  if (!row) return null;
  const inputs = serviceInputsSchema.parse(row.stage.service.inputs);
  // Whatever has its release already, such as a roll-back, has its inputs in it.
  const mayHaveSecrets = deploymentOptionsSchema.parse(row.options).parameters?.secrets !== false;
  const inputSources = row.state === "preparing" ? await loadInputSources(db, keyring, { inputs, stage: row.stage.name, base: baseOf(row.stage), mayHaveSecrets }) : [];
  return runOf(row, { ...surroundingsOf(row, keyring), inputs, inputSources }, keyring);
}

/** What stands for the stages that a pull request did not get; null for a stage that is of none. */
function baseOf({ name, service }: WholeRow["stage"]): { stage: string; secrets: boolean } | null {
  const { baseStage, secrets } = previewSettingsSchema.parse(service.previews);
  return baseStage === null || !isPreviewStageName(name) ? null : { stage: baseStage, secrets };
}

/**
 * Reads again what a run itself changes. Service, repository, account, parameters and inputs stay as they were when the worker began:
 * one deployment does not begin under one setting and end under another.
 */
export async function reloadRun(db: Database, keyring: Keyring, { id, service, repository, account, inputs, inputSources, stage }: DeploymentRun): Promise<DeploymentRun | null> {
  const row = await db.prisma.deployment.findUnique({ where: { id }, include: changing });
  return row && runOf(row, { service, repository, account, inputs, inputSources, parameters: stage.parameters }, keyring);
}

function runOf(row: Row, { parameters, ...surroundings }: Surroundings, keyring: Keyring): DeploymentRun {
  return {
    ...surroundings,
    id: row.id,
    number: row.number,
    kind: deploymentKindSchema.parse(row.kind),
    state: deploymentStateSchema.parse(row.state),
    createdAt: row.createdAt,
    ref: row.ref,
    options: deploymentOptionsSchema.parse(row.options),
    commit: row.commitSha === null ? null : { sha: row.commitSha },
    plan: planSchema.nullable().parse(row.plan),
    error: problemDetailSchema.nullable().parse(row.error),
    wait: row.waitReason === null ? null : { reason: row.waitReason, since: row.waitSince ?? row.createdAt },
    steps: new Map(
      row.steps.map((step) => [
        stepNameSchema.parse(step.name),
        { state: stepStateSchema.parse(step.state), output: step.output, startedAt: step.startedAt },
      ]),
    ),
    results: runResultsSchema.parse(row.results),
    release: row.release && toStoredRelease(row.release, keyring),
    stage: {
      id: row.stage.id,
      name: row.stage.name,
      region: row.stage.region,
      branch: row.stage.branch,
      stackName: row.stage.stackName,
      hasCurrentRelease: row.stage.currentReleaseId !== null,
      policyLevels: z.record(z.string(), policyLevelSchema).parse(row.stage.policyLevels),
      settings: stageSettingsSchema.parse(row.stage.settings),
      parameters,
    },
  };
}

function surroundingsOf({ stage: { service, account, parameters } }: WholeRow, keyring: Keyring): Omit<Surroundings, "inputs" | "inputSources"> {
  return {
    service: {
      name: service.name,
      rootDirectory: service.rootDirectory,
      configFile: service.configFile,
      buildCommand: z.array(z.string()).nullable().parse(service.buildCommand),
      submodules: service.submodules,
      lfs: service.lfs,
    },
    repository: { ...openRepositoryAccess(service.repository, keyring), defaultBranch: service.repository.defaultBranch },
    account: { name: account.name, access: accountAccess(account, keyring) },
    parameters: openParameters(parameters, keyring),
  };
}
