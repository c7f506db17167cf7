import type { ParameterDifference } from "@windlass/contracts/rollback";
import { z } from "zod";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";

/** Name → which value of the parameter a release was built with, told by a keyed hash and a number, never by the value. */
export const parameterVersionsSchema = z.record(z.string(), z.object({ version: z.number().int(), secret: z.boolean(), digest: z.string() }));
export type ParameterVersions = z.infer<typeof parameterVersionsSchema>;

type OpenVersion = { name: string; value: string; secret: boolean; version: number };

/** What a release keeps of the parameters that it is built with. */
export function parameterVersions(parameters: readonly OpenVersion[], { stageId, keyring }: { stageId: string; keyring: Keyring }): ParameterVersions {
  return Object.fromEntries(
    parameters.map(({ name, value, secret, version }) => [name, { version, secret, digest: keyring.digest(value, sealedPlace.stageParameter(stageId, name)) }]),
  );
}

/** The parameters that have another value today than the release was built with, by name. */
export function compareParameters(release: ParameterVersions, today: ParameterVersions): ParameterDifference[] {
  const names = [...new Set([...Object.keys(release), ...Object.keys(today)])].toSorted();
  return names.flatMap((name): ParameterDifference[] => {
    const [built, now] = [release[name], today[name]];
    if (built?.digest === now?.digest && built?.secret === now?.secret) return [];
    const change = built === undefined ? "added" : now === undefined ? "removed" : "changed";
    return [{ name, secret: built?.secret === true || now?.secret === true, change, releaseVersion: built?.version ?? null, currentVersion: now?.version ?? null }];
  });
}
