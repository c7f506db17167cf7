import { approvalSchema, type DecideApproval } from "@windlass/contracts/approval";
import { deploymentSchema, deploymentSummarySchema } from "@windlass/contracts/deployment";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import { eventSchema } from "@windlass/contracts/event";
import { findingSchema } from "@windlass/contracts/finding";
import { pageSchema } from "@windlass/contracts/page";
import { planSchema } from "@windlass/contracts/plan";
import { timelineSchema } from "@windlass/contracts/timeline";
import type { DeploymentAddress, PageInput, StageAddress } from "../address.js";
import { apiPath } from "../api-path.js";
import type { CallOptions, Http } from "../http.js";
import { deploymentRequests, pathOf, stagePath } from "./deployment-requests.js";

const deploymentPage = pageSchema(deploymentSummarySchema);
const eventPage = pageSchema(eventSchema);
const findingPage = pageSchema(findingSchema);

export interface DeploymentFilter extends PageInput {
  service?: string | undefined;
  stage?: string | undefined;
  state?: DeploymentState | undefined;
}

/** Deployments: asking for them, by stage; reading them, by stage and number or by id. */
export function deploymentsResource(http: Http) {
  return {
    ...deploymentRequests(http, deploymentSchema),
    list: (stage: StageAddress, page: PageInput = {}, options: CallOptions = {}) =>
      http.get(`${stagePath(stage)}/deployments`, { schema: deploymentPage, query: { ...page }, ...options }),
    listAll: (filter: DeploymentFilter = {}, options: CallOptions = {}) =>
      http.get("/api/deployments", { schema: deploymentPage, query: { ...filter }, ...options }),
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
