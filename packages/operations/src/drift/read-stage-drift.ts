import type { StageDrift } from "@windlass/contracts/drift";
import { authorize, type OperationContext } from "../context.js";
import { findStage, type StageAddress } from "../stage/find-stage.js";
import { readAccepted, toDriftCheck } from "./drift-view.js";

/** What the last check of a stage found, the one under way, and what was accepted. Throws `not_found` for the stage. */
export async function readStageDrift(context: OperationContext, address: StageAddress): Promise<StageDrift> {
  authorize(context, "drift:read");
  const { prisma } = context.db;
  const stage = await findStage(prisma, address);
  const [open, latest] = await Promise.all([
    prisma.driftCheck.findFirst({ where: { stageId: stage.id, finishedAt: null } }),
    prisma.driftCheck.findFirst({ where: { stageId: stage.id, finishedAt: { not: null } }, orderBy: { id: "desc" } }),
  ]);
  const accepted = readAccepted(stage.acceptedDrift);
  return { open: open && toDriftCheck(open, accepted), latest: latest && toDriftCheck(latest, accepted), accepted };
}
