import type { CreateDeployment, Deployment } from "@windlass/contracts/deployment";
import { authorize, type OperationContext } from "../context.js";
import type { StageAddress } from "../stage/find-stage.js";
import { insertDeployment } from "./insert-deployment.js";
import { readDeploymentById } from "./read-deployment.js";

export type DeploymentRequest = CreateDeployment & { stage: StageAddress; idempotencyKey?: string | undefined };

/** Asks for a deployment of a stage's branch, or of another ref. Throws `not_found` for the stage. */
export async function requestDeployment(context: OperationContext, request: DeploymentRequest): Promise<Deployment> {
  authorize(context, "deployment:create");
  const { id } = await insertDeployment(context, {
    stage: request.stage,
    kind: "deploy",
    ref: request.ref ?? null,
    options: {
      ...(request.rebuild === true ? { rebuild: true } : {}),
      ...(request.keepExports === undefined ? {} : { keepExports: request.keepExports }),
    },
    ...(request.idempotencyKey === undefined ? {} : { idempotencyKey: request.idempotencyKey }),
  });
  return readDeploymentById(context, id);
}
