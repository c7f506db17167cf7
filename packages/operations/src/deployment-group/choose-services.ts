import type { Database } from "@windlass/database/database";
import { stageNotFound } from "../stage/find-stage.js";
import { findStages, type Chosen, type Wanted } from "./find-stages.js";

/**
 * The services that a request for a group means. Of a repository, those without such a stage are left out with a reason; those
 * that are named must have it: throws `not_found`.
 */
export async function chooseServices(db: Database, wanted: Wanted): Promise<Chosen> {
  const { stage, services: named } = wanted;
  const chosen: Chosen = { services: [], leftOut: [] };
  for (const { name, own } of await findStages(db, wanted)) {
    if (own && (named !== undefined || own.status !== "removed")) chosen.services.push({ name, stageId: own.id });
    else if (named !== undefined) throw stageNotFound({ service: name, stage });
    else chosen.leftOut.push({ service: name, reason: own ? `Its stage ${stage} was removed.` : `It has no stage ${stage}.` });
  }
  return chosen;
}
