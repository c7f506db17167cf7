import type { CreatePreview, Deployment } from "@windlass/contracts/deployment";
import { authorize, type OperationContext } from "../context.js";
import type { StageAddress } from "../stage/find-stage.js";
import { insertDeployment } from "./insert-deployment.js";
import { readDeploymentById } from "./read-deployment.js";

export type PreviewRequest = CreatePreview & { stage: StageAddress; idempotencyKey?: string | undefined };

/** Asks for the plan of a deployment that will not be made. Throws `not_found` for the stage. */
export async function requestPreview(context: OperationContext, request: PreviewRequest): Promise<Deployment> {
  authorize(context, "deployment:create");
  const { stage, ref, keepExports, idempotencyKey } = request;
  const { id } = await insertDeployment(context, {
    stage,
    kind: "preview",
    ref: ref ?? null,
    ...(keepExports === undefined ? {} : { options: { keepExports } }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
  return readDeploymentById(context, id);
}
