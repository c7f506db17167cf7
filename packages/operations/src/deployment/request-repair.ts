import { checkRepair, needsConfirmation } from "@windlass/cloudformation/check-repair";
import type { Deployment } from "@windlass/contracts/deployment";
import { WindlassError } from "@windlass/contracts/error";
import type { CreateRepair, StackDiagnosis } from "@windlass/contracts/stack-diagnosis";
import { authorize, type OperationContext } from "../context.js";
import { findStage, type StageAddress } from "../stage/find-stage.js";
import { insertDeployment } from "./insert-deployment.js";
import { readDeploymentById } from "./read-deployment.js";

export type RepairRequest = CreateRepair & {
  stage: StageAddress;
  /** The stack as it was read just now. The worker reads it again before it changes anything. */
  diagnosis: StackDiagnosis;
  idempotencyKey?: string | undefined;
};

/**
 * Asks for a stuck stack to be repaired. Throws `nothing_to_repair` when the stack does not call for that action,
 * `invalid_request` for resources that are not in the way or a name that is not the stage's, `not_found`.
 */
export async function requestRepair(context: OperationContext, request: RepairRequest): Promise<Deployment> {
  authorize(context, "stage:repair");
  const { action, skip, emptyBuckets, retain, diagnosis } = request;
  const stage = await findStage(context.db.prisma, request.stage);
  const { idempotencyKey } = request;
  // The stack no longer calls for a repair that was asked for before.
  const earlier = idempotencyKey === undefined ? null : await context.db.prisma.deployment.findFirst({ where: { stageId: stage.id, idempotencyKey, kind: "repair" } });
  if (earlier) return readDeploymentById(context, earlier.id);
  checkRepair(diagnosis, request);
  if ((needsConfirmation(request) || emptyBuckets.length > 0) && request.confirm !== stage.name) {
    throw new WindlassError("invalid_request", "This repair deletes or gives up something, and its confirmation is not the stage's name.", {
      hint: `Send \`confirm\` with the value ${stage.name}.`,
    });
  }
  if (stage.stackName === null) await context.db.prisma.stage.update({ where: { id: stage.id }, data: { stackName: diagnosis.stackName } });
  const { id } = await insertDeployment(context, {
    stage: request.stage,
    kind: "repair",
    options: { repair: { action, skip }, emptyBuckets, retain },
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
  return readDeploymentById(context, id);
}
