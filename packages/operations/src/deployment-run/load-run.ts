import { z } from "zod";
import { deploymentKindSchema } from "@windlass/contracts/deployment-kind";
import { deploymentOptionsSchema } from "@windlass/contracts/deployment-options";
import { deploymentStateSchema } from "@windlass/contracts/deployment-state";
import { problemDetailSchema } from "@windlass/contracts/error";
import { policyLevelSchema } from "@windlass/contracts/finding";
import { planSchema } from "@windlass/contracts/plan";
import { stageSettingsSchema } from "@windlass/contracts/stage-settings";
import { stepNameSchema, stepStateSchema } from "@windlass/contracts/step";
import type { Database } from "@windlass/database/database";
import type { Prisma } from "@windlass/database/generated/client";
import { accountAccess } from "../account/account-access.js";
import { openAccessToken } from "../repository/open-access-token.js";
import type { Keyring } from "../sealing.js";
import { openParameters } from "../stage/open-parameters.js";
import { runResultsSchema } from "./read-results.js";
import type { DeploymentRun } from "./deployment-run.js";
import { toStoredRelease } from "./stored-release.js";

const included = {
  steps: true,
  release: true,
  stage: { include: { account: true, parameters: true, service: { include: { repository: true } } } },
} as const satisfies Prisma.DeploymentInclude;

type Row = Prisma.DeploymentGetPayload<{ include: typeof included }>;

/**
 * Reads everything that a run needs, in one place, and opens the secrets. Null when the deployment was deleted.
 * Throws when a stored value is malformed, or when a secret was sealed under another master key.
 */
export async function loadRun(db: Database, keyring: Keyring, deploymentId: string): Promise<DeploymentRun | null> {
  const row = await db.prisma.deployment.findUnique({ where: { id: deploymentId }, include: included });
  if (!row) return null;
  const { service, account } = row.stage;
  return {
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
    service: {
      name: service.name,
      rootDirectory: service.rootDirectory,
      configFile: service.configFile,
      buildCommand: z.array(z.string()).nullable().parse(service.buildCommand),
    },
    repository: {
      id: service.repository.id,
      url: service.repository.url,
      defaultBranch: service.repository.defaultBranch,
      accessToken: openAccessToken(service.repository, keyring),
    },
    stage: openStage(row.stage, keyring),
    account: { name: account.name, access: accountAccess(account, keyring) },
  };
}

function openStage(stage: Row["stage"], keyring: Keyring): DeploymentRun["stage"] {
  return {
    id: stage.id,
    name: stage.name,
    region: stage.region,
    branch: stage.branch,
    stackName: stage.stackName,
    hasCurrentRelease: stage.currentReleaseId !== null,
    policyLevels: z.record(z.string(), policyLevelSchema).parse(stage.policyLevels),
    settings: stageSettingsSchema.parse(stage.settings),
    parameters: openParameters(stage.parameters, keyring),
  };
}
