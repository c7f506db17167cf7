import { approvalSchema, type DecideApproval } from "@windlass/contracts/approval";
import {
  deploymentSchema,
  deploymentSummarySchema,
  type CreateDeployment,
  type CreatePreview,
  type CreateRemoval,
} from "@windlass/contracts/deployment";
import type { createRepairSchema } from "@windlass/contracts/stack-diagnosis";
import type { z } from "zod";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import { eventSchema } from "@windlass/contracts/event";
import { findingSchema } from "@windlass/contracts/finding";
import type { Reason } from "@windlass/contracts/freeze-window";
import { pageSchema } from "@windlass/contracts/page";
import { planSchema } from "@windlass/contracts/plan";
import type { CreatePromotion, CreateRollback } from "@windlass/contracts/rollback";
import { timelineSchema } from "@windlass/contracts/timeline";
import type { DeploymentAddress, PageInput, StageAddress } from "../address.js";
import { apiPath } from "../api-path.js";
import type { CallOptions, Http } from "../http.js";

const deploymentPage = pageSchema(deploymentSummarySchema);
const eventPage = pageSchema(eventSchema);
const findingPage = pageSchema(findingSchema);

/** Options of a request for a deployment. The same key sent again gives the deployment of the first time. */
export interface RequestOptions extends CallOptions {
  idempotencyKey?: string | undefined;
}

export interface DeploymentFilter extends PageInput {
  service?: string | undefined;
  stage?: string | undefined;
  state?: DeploymentState | undefined;
}

const stagePath = ({ service, stage }: StageAddress) => apiPath`/api/services/${service}/stages/${stage}`;
const pathOf = (address: DeploymentAddress) => stagePath(address) + apiPath`/deployments/${address.number}`;

/** Deployments: asking for them, by stage; reading them, by stage and number or by id. */
export function deploymentsResource(http: Http) {
  const request = (path: string, body: unknown, { idempotencyKey, signal }: RequestOptions) =>
    http.post(path, {
      schema: deploymentSchema,
      body,
      signal,
      ...(idempotencyKey === undefined ? {} : { headers: { "idempotency-key": idempotencyKey } }),
    });
  return {
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
    list: (stage: StageAddress, page: PageInput = {}, options: CallOptions = {}) =>
      http.get(`${stagePath(stage)}/deployments`, { schema: deploymentPage, query: { ...page }, ...options }),
    listAll: (filter: DeploymentFilter = {}, options: CallOptions = {}) =>
      http.get("/api/deployments", { schema: deploymentPage, query: { ...filter }, ...options }),
    get: (address: DeploymentAddress, options: CallOptions = {}) => http.get(pathOf(address), { schema: deploymentSchema, ...options }),
    getById: (id: string, options: CallOptions = {}) => http.get(apiPath`/api/deployments/${id}`, { schema: deploymentSchema, ...options }),
    /** Events above `after`, ascending by `seq`. */
    events: (address: DeploymentAddress, input: { after?: number; limit?: number } = {}, options: CallOptions = {}) =>
      http.get(`${pathOf(address)}/events`, { schema: eventPage, query: { ...input }, ...options }),
    /** The change set, resource by resource; null while there is none. */
    plan: (address: DeploymentAddress, options: CallOptions = {}) =>
      http.get(`${pathOf(address)}/plan`, { schema: planSchema.nullable(), ...options }),
    /** Who has approved the plan, and whether the caller may decide. */
    approval: (address: DeploymentAddress, options: CallOptions = {}) =>
      http.get(`${pathOf(address)}/approval`, { schema: approvalSchema, ...options }),
    /** Approves or rejects the plan whose hash is given. */
    decide: (address: DeploymentAddress, input: DecideApproval, options: CallOptions = {}) =>
      http.post(`${pathOf(address)}/approval`, { schema: approvalSchema, body: input, ...options }),
    timeline: (address: DeploymentAddress, options: CallOptions = {}) =>
      http.get(`${pathOf(address)}/timeline`, { schema: timelineSchema, ...options }),
    findings: (address: DeploymentAddress, options: CallOptions = {}) =>
      http.get(`${pathOf(address)}/findings`, { schema: findingPage, ...options }),
  };
}
