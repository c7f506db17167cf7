import { deploymentGroupSchema, deploymentGroupSummarySchema, type CreateDeploymentGroup, type CreateGroupRemoval } from "@windlass/contracts/deployment-group";
import { pageSchema } from "@windlass/contracts/page";
import type { PageInput } from "../address.js";
import { apiPath } from "../api-path.js";
import type { CallOptions, Http } from "../http.js";
import type { RequestOptions } from "./deployment-requests.js";

const groupPage = pageSchema(deploymentGroupSummarySchema);

/** What one push or one request deploys or removes together, in waves. */
export function deploymentGroupsResource(http: Http) {
  const ask = (path: string, body: CreateDeploymentGroup | CreateGroupRemoval, { idempotencyKey, signal }: RequestOptions) =>
    http.post(path, { schema: deploymentGroupSchema, body, signal, ...(idempotencyKey === undefined ? {} : { headers: { "idempotency-key": idempotencyKey } }) });
  return {
    list: (query: PageInput = {}, options: CallOptions = {}) => http.get("/api/deployment-groups", { schema: groupPage, query: { ...query }, ...options }),
    get: (id: string, options: CallOptions = {}) => http.get(apiPath`/api/deployment-groups/${id}`, { schema: deploymentGroupSchema, ...options }),
    create: (input: CreateDeploymentGroup, options: RequestOptions = {}) => ask("/api/deployment-groups", input, options),
    /** Takes the stages out of AWS, those that others need last. */
    remove: (input: CreateGroupRemoval, options: RequestOptions = {}) => ask("/api/deployment-groups/removals", input, options),
  };
}
