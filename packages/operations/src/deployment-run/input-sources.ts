import { outputSchema, type Output } from "@windlass/contracts/deployment";
import { servicesOfInput, type ServiceInputs } from "@windlass/contracts/input-text";
import type { Database } from "@windlass/database/database";
import { z } from "zod";
import { accountAccess, type AccountAccess } from "../account/account-access.js";
import type { Keyring } from "../sealing.js";

/** What a stage of another service offers to the inputs of a run. */
export type InputSource = {
  service: string;
  /** Null where the service has no stage of the name. */
  stage: {
    name: string;
    /** Whether the run may have the secrets in its outputs. */
    givesSecrets: boolean;
    status: string;
    /** As stored: a secret in a value is masked. */
    outputs: Output[];
    /** Number of the release that it runs. */
    release: number | null;
    /** The deployment that made it current. */
    deploymentId: string | null;
    stackName: string | null;
    region: string;
    /** Opens the account. Throws where its credentials are incomplete or sealed under another key. */
    access: () => AccountAccess;
  } | null;
};

type Wanted = {
  inputs: ServiceInputs;
  stage: string;
  /** Of a pull request's stage: the stage that stands for one that the pull request did not get, since it does not concern its service. */
  base: { stage: string; secrets: boolean } | null;
  /** False for the code of a pull request where the service gives none. */
  mayHaveSecrets: boolean;
};

/** Reads what the stages of one name have that the inputs take; asks nothing where no input takes an output. */
export async function loadInputSources(db: Database, keyring: Keyring, { inputs, stage, base, mayHaveSecrets }: Wanted): Promise<InputSource[]> {
  const services = [...new Set(Object.values(inputs).flatMap(servicesOfInput))];
  if (services.length === 0) return [];
  const rows = await db.prisma.stage.findMany({
    where: { name: { in: base === null ? [stage] : [stage, base.stage] }, service: { name: { in: services } } },
    include: { account: true, service: { select: { name: true } }, currentRelease: { select: { number: true } } },
  });
  return services.map((service) => {
    const row = rows.filter((found) => found.service.name === service).toSorted((a, b) => Number(b.name === stage) - Number(a.name === stage))[0];
    if (!row) return { service, stage: null };
    const givesSecrets = mayHaveSecrets && (row.name === stage || base?.secrets === true);
    const { name, status, region, stackName, currentDeploymentId: deploymentId } = row;
    const outputs = z.array(outputSchema).parse(row.outputs);
    return { service, stage: { name, givesSecrets, status, region, stackName, deploymentId, outputs, release: row.currentRelease?.number ?? null, access: () => accountAccess(row.account, keyring) } };
  });
}
