import type { Database } from "@windlass/database/database";
import { findStages, type Chosen, type Wanted } from "./find-stages.js";

/**
 * The stages that a removal of a group means: those with something in AWS. The others are left out with a reason, also those that are named,
 * so that a removal which failed half-way is asked for again with the same words. Throws `not_found` for a service that is not there.
 */
export async function chooseStagesToRemove(db: Database, wanted: Wanted): Promise<Chosen> {
  const chosen: Chosen = { services: [], leftOut: [] };
  for (const { name, own } of await findStages(db, wanted)) {
    if (own && own.status !== "removed" && own.status !== "never_deployed") chosen.services.push({ name, stageId: own.id });
    else chosen.leftOut.push({ service: name, reason: reasonOf(own, wanted.stage) });
  }
  return chosen;
}

function reasonOf(own: { status: string } | undefined, stage: string): string {
  if (!own) return `It has no stage ${stage}.`;
  return own.status === "removed" ? `Its stage ${stage} was removed before.` : `Its stage ${stage} was never deployed.`;
}
