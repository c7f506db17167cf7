import type { CreateDeployment, Deployment } from "@windlass/contracts/deployment";
import { WindlassError } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import type { StageAddress } from "../stage/find-stage.js";
import { findUpload } from "../upload/find-upload.js";
import { insertDeployment, type NewDeployment } from "./insert-deployment.js";
import { readDeploymentById } from "./read-deployment.js";

export type DeploymentRequest = CreateDeployment & { stage: StageAddress; idempotencyKey?: string | undefined };

/**
 * Asks for a deployment of a stage's branch, of another ref, or of an upload, which waits for what is under way on the stages that it depends
 * on. Throws `not_found` for the stage, `upload_missing` for the upload, `invalid_request` for both a ref and an upload, and
 * `dependency_not_deployed` where nothing of what it depends on is deployed.
 */
export async function requestDeployment(context: OperationContext, request: DeploymentRequest): Promise<Deployment> {
  authorize(context, "deployment:create");
  const { id } = await insertDeployment(context, { ...(await newDeployment(context, { ...request, kind: "deploy" })), afterDependencies: true });
  return readDeploymentById(context, id);
}

/** What a deployment, or a preview of one, is made from. */
export async function newDeployment(context: OperationContext, request: DeploymentRequest & { kind: "deploy" | "preview" }): Promise<NewDeployment> {
  const { stage, kind, ref = null, upload, rebuild, keepExports, idempotencyKey } = request;
  if (upload !== undefined && ref !== null) throw new WindlassError("invalid_request", "A deployment is of a ref or of an upload, not of both.");
  const { options, ...source } = upload === undefined ? { ref, options: {} } : await findUpload(context, { id: upload, service: stage.service });
  return {
    stage,
    kind,
    ...source,
    options: { ...options, ...(rebuild === true ? { rebuild: true } : {}), ...(keepExports === undefined ? {} : { keepExports }) },
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  };
}
