import { deploymentSchema } from "@windlass/contracts/deployment";
import { driftCheckSchema, stageDriftSchema, type AcceptDrift, type RevokeDrift } from "@windlass/contracts/drift";
import { pageSchema } from "@windlass/contracts/page";
import type { PageInput, StageAddress } from "../address.js";
import { apiPath } from "../api-path.js";
import type { CallOptions, Http } from "../http.js";

const checkPage = pageSchema(driftCheckSchema);

const pathOf = ({ service, stage }: StageAddress) => apiPath`/api/services/${service}/stages/${stage}`;

/** What differs between AWS and the record, by stage. */
export function driftResource(http: Http) {
  return {
    get: (stage: StageAddress, options: CallOptions = {}) => http.get(`${pathOf(stage)}/drift`, { schema: stageDriftSchema, ...options }),
    checks: (stage: StageAddress, page: PageInput = {}, options: CallOptions = {}) =>
      http.get(`${pathOf(stage)}/drift-checks`, { schema: checkPage, query: { ...page }, ...options }),
    /** Asks for a check; one under way is the answer. */
    check: (stage: StageAddress, options: CallOptions = {}) => http.post(`${pathOf(stage)}/drift-checks`, { schema: driftCheckSchema, ...options }),
    readCheck: (id: string, options: CallOptions = {}) => http.get(apiPath`/api/drift-checks/${id}`, { schema: driftCheckSchema, ...options }),
    accept: (stage: StageAddress, input: AcceptDrift, options: CallOptions = {}) =>
      http.post(`${pathOf(stage)}/drift/accept`, { schema: stageDriftSchema, body: input, ...options }),
    revoke: (stage: StageAddress, input: RevokeDrift, options: CallOptions = {}) =>
      http.post(`${pathOf(stage)}/drift/revoke`, { schema: stageDriftSchema, body: input, ...options }),
    /** Asks for a deployment that puts back what the stage's release describes. */
    reapply: (stage: StageAddress, options: CallOptions = {}) => http.post(`${pathOf(stage)}/drift/reapply`, { schema: deploymentSchema, ...options }),
  };
}
