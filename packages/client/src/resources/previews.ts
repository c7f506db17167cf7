import { pageSchema } from "@windlass/contracts/page";
import { previewSchema, requestedPreviewSchema, type PreviewQuery } from "@windlass/contracts/preview";
import type { PageInput } from "../address.js";
import { apiPath } from "../api-path.js";
import type { CallOptions, Http } from "../http.js";

export type PreviewListInput = PageInput & { [Filter in "service" | "state"]?: PreviewQuery[Filter] | undefined };
export type PreviewAddress = { service: string; number: number };

const previewPage = pageSchema(previewSchema);

/** Environments of pull requests, named by service and number. */
export function previewsResource(http: Http) {
  const at = ({ service, number }: PreviewAddress): string => apiPath`/api/services/${service}/previews/${String(number)}`;
  return {
    list: (query: PreviewListInput = {}, options: CallOptions = {}) => http.get("/api/previews", { schema: previewPage, query: { ...query }, ...options }),
    get: (address: PreviewAddress, options: CallOptions = {}) => http.get(at(address), { schema: previewSchema, ...options }),
    /** Asks for one by hand. A delivery says what came of it. */
    request: ({ service, number }: PreviewAddress, options: CallOptions = {}) =>
      http.post(apiPath`/api/services/${service}/previews`, { schema: requestedPreviewSchema, body: { number }, ...options }),
    /** Lets one commit of a stranger run. */
    approve: (address: PreviewAddress, sha: string, options: CallOptions = {}) => http.post(`${at(address)}/approval`, { schema: previewSchema, body: { sha }, ...options }),
    pin: (address: PreviewAddress, pinned: boolean, options: CallOptions = {}) => http.post(`${at(address)}/pin`, { schema: previewSchema, body: { pinned }, ...options }),
    /** Removes everything of it, or tries again what was left. */
    remove: (address: PreviewAddress, options: CallOptions = {}) => http.post(`${at(address)}/removal`, { schema: previewSchema, body: {}, ...options }),
  };
}
