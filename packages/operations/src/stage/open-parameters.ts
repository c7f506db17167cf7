import type { StageParameter } from "@windlass/database/generated/client";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";

/** `version` grows with every other value. */
export type OpenParameter = { name: string; value: string; secret: boolean; version: number };

/** A stage's parameters in the clear: for the run, and never for an answer. */
export function openParameters(rows: readonly StageParameter[], keyring: Keyring): OpenParameter[] {
  return rows.map(({ stageId, name, secret, version, sealedValue }) => ({
    name,
    secret,
    version,
    value: keyring.open(sealedValue, sealedPlace.stageParameter(stageId, name)),
  }));
}
