import { isActive, deploymentStateSchema } from "@windlass/contracts/deployment-state";
import { WindlassError } from "@windlass/contracts/error";
import type { Prisma } from "@windlass/database/generated/client";
import { recordAudit } from "../audit.js";
import { authorize, type OperationContext } from "../context.js";
import { inTransaction } from "../in-transaction.js";
import { findStage, type StageAddress } from "./find-stage.js";

/**
 * Forgets a stage with its history; nothing in AWS changes. Throws `not_found`, and `in_use` while the stage has a
 * stack, or a deployment waits or runs.
 */
export async function deleteStage(context: OperationContext, address: StageAddress): Promise<void> {
  authorize(context, "stage:delete");
  await inTransaction(context.db, async (tx) => {
    const stage = await findStage(tx, address);
    await refuseStageInUse(tx, stage.id);
    await tx.stage.delete({ where: { id: stage.id } });
    await recordAudit(tx, context.actor, {
      action: "stage.deleted",
      entity: { type: "stage", id: stage.id, name: `${address.service}/${address.stage}` },
    });
  });
}

/** Holds the stage's row, so that nothing is asked of it meanwhile. Throws `in_use`. */
export async function refuseStageInUse(tx: Prisma.TransactionClient, stageId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM stages WHERE id = ${stageId}::uuid FOR UPDATE`;
  const stage = await tx.stage.findUniqueOrThrow({ where: { id: stageId } });
  const open = await tx.deployment.findFirst({
    where: { stageId, OR: [{ state: "queued" }, { state: { in: deploymentStateSchema.options.filter(isActive) } }] },
    orderBy: { number: "asc" },
  });
  if (open) {
    throw new WindlassError("in_use", `Deployment ${open.number} of the stage ${stage.name} is ${open.state}.`, { hint: "Wait for it, or cancel it." });
  }
  // A sandbox that is gone took the stack with it; a first deployment that failed left no resources.
  const hasStack = stage.status === "live" || stage.status === "deploying" || (stage.status === "failed" && stage.stackName !== null);
  if (hasStack) {
    throw new WindlassError("in_use", `The stage ${stage.name} has a stack in AWS.`, { hint: "Remove it first: `windlass remove`, or Settings on the stage's page." });
  }
}
