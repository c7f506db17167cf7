import { isActive, deploymentStateSchema } from "@windlass/contracts/deployment-state";
import type { DriftCheck } from "@windlass/contracts/drift";
import { WindlassError } from "@windlass/contracts/error";
import { uuidv7 } from "uuidv7";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { isUniqueViolation } from "../postgres-error.js";
import { findStage, type StageAddress } from "../stage/find-stage.js";
import { readDriftCheck } from "./list-drift-checks.js";

/**
 * Asks for a stage to be compared with its release; a check that is under way already is the answer. Throws `not_found`,
 * `not_deployed`, and `stage_busy` while a deployment changes what would be compared.
 */
export async function requestDriftCheck(context: OperationContext, address: StageAddress): Promise<DriftCheck> {
  authorize(context, "drift:check");
  const { prisma } = context.db;
  const stage = await findStage(prisma, address);
  if (stage.currentReleaseId === null) throw new WindlassError("not_deployed", `Stage ${address.stage} of ${address.service} runs no release.`);
  const busy = await prisma.deployment.findFirst({ where: { stageId: stage.id, state: { in: deploymentStateSchema.options.filter(isActive) } } });
  if (busy) throw new WindlassError("stage_busy", `Deployment ${busy.number} is changing the stage: drift can be looked for when it has ended.`);
  const open = async () => prisma.driftCheck.findFirst({ where: { stageId: stage.id, finishedAt: null } });
  const id = (await open())?.id ?? (await insertCheck(context, stage.id, address).catch(async (error: unknown) => {
    if (isUniqueViolation(error)) return (await open())?.id;
    throw error;
  }));
  if (id === undefined) throw new WindlassError("conflict", "Another check of the stage ended in this moment.", { hint: "Ask again." });
  return readDriftCheck(context, id);
}

async function insertCheck({ db, actor }: OperationContext, stageId: string, address: StageAddress): Promise<string> {
  const id = uuidv7();
  await inTransaction(db, async (tx) => {
    await tx.driftCheck.create({ data: { id, stageId, trigger: "manual", actorLabel: actor.label } });
    await tx.outbox.create({ data: { queue: "drift", key: `drift:${id}`, payload: { driftCheckId: id } } });
    await recordAudit(tx, actor, { action: "drift.check_requested", entity: { type: "stage", id: stageId, name: `${address.service}/${address.stage}` } });
  });
  return id;
}
