import type { CreatePreview, Deployment } from "@windlass/contracts/deployment";
import { authorize, type OperationContext } from "../context.js";
import type { StageAddress } from "../stage/find-stage.js";
import { insertDeployment } from "./insert-deployment.js";
import { readDeploymentById } from "./read-deployment.js";
import { newDeployment } from "./request-deployment.js";

export type PreviewRequest = CreatePreview & { stage: StageAddress; idempotencyKey?: string | undefined };

/** Asks for the plan of a deployment that will not be made. Throws as `requestDeployment` does. */
export async function requestPreview(context: OperationContext, { rebuild: _rebuild, ...request }: PreviewRequest): Promise<Deployment> {
  authorize(context, "deployment:create");
  const { id } = await insertDeployment(context, await newDeployment(context, { ...request, kind: "preview" }));
  return readDeploymentById(context, id);
}
