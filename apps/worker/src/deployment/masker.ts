import type { DeploymentRun } from "@windlass/operations/deployment-run/deployment-run";
import { createMasker, type Masker } from "@windlass/operations/masking/masker";
import { openStageMasker } from "@windlass/operations/masking/stage-masker";
import { rememberSecrets } from "@windlass/operations/masking/remember-secrets";
import { networkSecrets } from "../build/build-environment.js";
import type { WorkerServices } from "../services.js";

export type { Masker } from "@windlass/operations/masking/masker";

export type RunMasker = Masker & {
  /** Secrets that the run came upon: to be remembered with what it stores. */
  readonly learned: readonly string[];
};

/**
 * The masker of a run: it has the values of the secrets that the stage has now, and the digests of those that earlier
 * deployments came upon. What the run has is remembered for those that follow, and the worker's own log masks it too.
 */
export async function openRunMasker(services: Pick<WorkerServices, "db" | "keyring" | "logMasker">, run: DeploymentRun): Promise<RunMasker> {
  const { db, keyring, logMasker } = services;
  const known = secretsOf(run);
  logMasker.add(known);
  const stageId = run.stage.id;
  const earlier = await openStageMasker(db.pool, { stageId, keys: keyring, known });
  await rememberSecrets(db.pool, { stageId, secrets: known, keys: keyring });
  const masker = createMasker(known, earlier);
  const learned: string[] = [];
  return {
    ...masker,
    learned,
    get longest() {
      return masker.longest;
    },
    add(secrets) {
      masker.add(secrets);
      logMasker.add(secrets);
      learned.push(...secrets);
    },
  };
}

function secretsOf(run: DeploymentRun): string[] {
  const { access } = run.account;
  return [
    ...networkSecrets(),
    ...(access.kind === "keys" ? [access.secretAccessKey] : []),
    ...(run.repository.accessToken === null ? [] : [run.repository.accessToken]),
    ...run.stage.parameters.filter((parameter) => parameter.secret).map((parameter) => parameter.value),
  ];
}
