import { deploymentGroupSchema, type CreateDeploymentGroup } from "@windlass/contracts/deployment-group";
import { apiPath } from "../api-path.js";
import type { CallOptions, Http } from "../http.js";
import type { RequestOptions } from "./deployments.js";

/** What one push or one request deploys together, in waves. */
export function deploymentGroupsResource(http: Http) {
  return {
    get: (id: string, options: CallOptions = {}) => http.get(apiPath`/api/deployment-groups/${id}`, { schema: deploymentGroupSchema, ...options }),
    create: (input: CreateDeploymentGroup, { idempotencyKey, signal }: RequestOptions = {}) =>
      http.post("/api/deployment-groups", {
        schema: deploymentGroupSchema,
        body: input,
        signal,
        ...(idempotencyKey === undefined ? {} : { headers: { "idempotency-key": idempotencyKey } }),
      }),
  };
}
