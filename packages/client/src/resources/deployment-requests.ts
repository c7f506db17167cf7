import type { CreateDeployment, CreatePreview, CreateRemoval, deploymentSchema } from "@windlass/contracts/deployment";
import type { Reason } from "@windlass/contracts/freeze-window";
import type { CreatePromotion, CreateRollback } from "@windlass/contracts/rollback";
import type { createRepairSchema } from "@windlass/contracts/stack-diagnosis";
import type { z } from "zod";
import type { DeploymentAddress, StageAddress } from "../address.js";
import { apiPath } from "../api-path.js";
import type { CallOptions, Http, LateSchema } from "../http.js";

/** Options of a request for a deployment. The same key sent again gives the deployment of the first time. */
export interface RequestOptions extends CallOptions {
  idempotencyKey?: string | undefined;
}

export const stagePath = ({ service, stage }: StageAddress) => apiPath`/api/services/${service}/stages/${stage}`;
export const pathOf = (address: DeploymentAddress) => stagePath(address) + apiPath`/deployments/${address.number}`;

/** What asks for a deployment or for something of one, and is answered with it: all that is needed to ask for one and wait for its end. */
export function deploymentRequests(http: Http, schema: typeof deploymentSchema | LateSchema<typeof deploymentSchema>) {
  const request = (path: string, body: unknown, { idempotencyKey, signal }: RequestOptions) =>
    http.post(path, { schema, body, signal, ...(idempotencyKey === undefined ? {} : { headers: { "idempotency-key": idempotencyKey } }) });
  return {
    get: (address: DeploymentAddress, options: CallOptions = {}) => http.get(pathOf(address), { schema, ...options }),
    create: (stage: StageAddress, input: CreateDeployment = {}, options: RequestOptions = {}) =>
      request(`${stagePath(stage)}/deployments`, input, options),
    /** The plan of a deployment that is not made. */
    preview: (stage: StageAddress, input: CreatePreview = {}, options: RequestOptions = {}) =>
      request(`${stagePath(stage)}/previews`, input, options),
    rollBack: (stage: StageAddress, input: CreateRollback = {}, options: RequestOptions = {}) =>
      request(`${stagePath(stage)}/rollbacks`, input, options),
    /** Brings what another stage of the service runs to this one. */
    promote: (stage: StageAddress, input: CreatePromotion, options: RequestOptions = {}) =>
      request(`${stagePath(stage)}/promotions`, input, options),
    remove: (stage: StageAddress, input: CreateRemoval, options: RequestOptions = {}) =>
      request(`${stagePath(stage)}/removals`, input, options),
    /** Repairs a stuck stack by the one action that its diagnosis names. */
    repair: (stage: StageAddress, input: z.input<typeof createRepairSchema>, options: RequestOptions = {}) =>
      request(`${stagePath(stage)}/repairs`, input, options),
    /** While a canary shifts traffic: the old versions get all of it again, and the release before is put back. */
    abortCanary: (address: DeploymentAddress, options: CallOptions = {}) => request(`${pathOf(address)}/canary-abort`, {}, options),
    cancel: (address: DeploymentAddress, options: CallOptions = {}) => request(`${pathOf(address)}/cancellation`, {}, options),
    /** Lets it run in spite of a freeze or a pause. */
    overrideFreeze: (address: DeploymentAddress, input: Reason, options: CallOptions = {}) =>
      request(`${pathOf(address)}/freeze-override`, input, options),
    /** Has its forge told of it once more. */
    reportAgain: (address: DeploymentAddress, options: CallOptions = {}) => request(`${pathOf(address)}/report`, {}, options),
  };
}
