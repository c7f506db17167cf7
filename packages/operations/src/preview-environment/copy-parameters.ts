import type { DatabaseClient } from "@windlass/database/database";
import type { StageParameter } from "@windlass/database/generated/client";
import { matchGlobs } from "../delivery/match-globs.js";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";
import { openParameters, type OpenParameter } from "../stage/open-parameters.js";

export type ParameterRule = { names: readonly string[]; secrets: boolean };

/** Which parameters a rule copies. Pure. */
export function chooseParameters<T extends { name: string; secret: boolean }>(parameters: readonly T[], { names, secrets }: ParameterRule): T[] {
  const matches = matchGlobs(names);
  return parameters.filter(({ name, secret }) => matches(name) && (secrets || !secret));
}

/**
 * Gives a stage the parameters of another one that the rule names, as they are now. What it has beside them stays, but for secrets where the rule
 * copies none: a stage that has become a stranger's keeps none of them.
 */
export async function copyParameters(client: DatabaseClient, input: { from: string; to: string; rule: ParameterRule; keyring: Keyring }): Promise<void> {
  const { from, to, rule, keyring } = input;
  const chosen = chooseParameters(await readParameters(client, from, keyring), rule);
  const before = new Map((await readParameters(client, to, keyring)).map((parameter) => [parameter.name, parameter]));
  if (!rule.secrets) await client.query("DELETE FROM stage_parameters WHERE stage_id = $1 AND secret", [to]);
  for (const { name, value, secret } of chosen) {
    const old = before.get(name);
    const version = old === undefined ? 1 : old.value === value && old.secret === secret ? old.version : old.version + 1;
    await client.query(
      `INSERT INTO stage_parameters (stage_id, name, secret, sealed_value, version) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (stage_id, name) DO UPDATE SET secret = excluded.secret, sealed_value = excluded.sealed_value, version = excluded.version`,
      [to, name, secret, keyring.seal(value, sealedPlace.stageParameter(to, name)), version],
    );
  }
}

async function readParameters(client: DatabaseClient, stageId: string, keyring: Keyring): Promise<OpenParameter[]> {
  const { rows } = await client.query<StageParameter>(
    `SELECT stage_id AS "stageId", name, secret, sealed_value AS "sealedValue", version FROM stage_parameters WHERE stage_id = $1 ORDER BY name`,
    [stageId],
  );
  return openParameters(rows, keyring);
}
