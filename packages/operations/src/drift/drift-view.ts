import { acceptedDriftSchema, driftCheckStates, driftFindingsSchema, type AcceptedDrift, type DriftCheck, type DriftResult } from "@windlass/contracts/drift";
import { problemDetailSchema } from "@windlass/contracts/error";
import type { DriftCheck as Row } from "@windlass/database/generated/client";
import { z } from "zod";

const rowSchema = z.object({ state: z.enum(driftCheckStates), trigger: z.enum(["manual", "schedule"]), error: problemDetailSchema.nullable() });

/** A check as it is shown: what was accepted since counts no more. */
export function toDriftCheck(row: Row, accepted: readonly AcceptedDrift[]): DriftCheck {
  const { state, trigger, error } = rowSchema.parse(row);
  return {
    id: row.id,
    state,
    trigger,
    actor: row.actorLabel,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    result: row.result === null ? null : toResult(row.result, accepted),
    error,
  };
}

function toResult(stored: unknown, accepted: readonly AcceptedDrift[]): DriftResult {
  const { observed: _observed, ...findings } = driftFindingsSchema.parse(stored);
  const known = new Set(accepted.map(({ fingerprint }) => fingerprint));
  const differences = findings.differences.map((difference) => ({ ...difference, accepted: known.has(difference.fingerprint) }));
  return { ...findings, differences, drifted: differences.some((difference) => !difference.accepted) };
}

/** What the stage has accepted, as it is stored. */
export function readAccepted(stored: unknown): AcceptedDrift[] {
  return z.array(acceptedDriftSchema).parse(stored);
}
