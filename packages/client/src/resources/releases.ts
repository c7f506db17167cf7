import { pageSchema } from "@windlass/contracts/page";
import { releaseConfigSchema, releaseSummarySchema } from "@windlass/contracts/release-config";
import type { DeploymentAddress, PageInput, StageAddress } from "../address.js";
import { apiPath } from "../api-path.js";
import { noAnswer, type CallOptions, type Http } from "../http.js";

const releasePage = pageSchema(releaseSummarySchema);

const pathOf = ({ service, stage }: StageAddress) => apiPath`/api/services/${service}/stages/${stage}/releases`;

/** Releases of a stage, named by the number of the deployment that built them. */
export function releasesResource(http: Http) {
  const pinOf = ({ number, ...stage }: DeploymentAddress) => pathOf(stage) + apiPath`/${number}/pin`;
  return {
    /** Keeps a release's artifacts for ever. */
    pin: (release: DeploymentAddress, options: CallOptions = {}) => http.put(pinOf(release), { schema: noAnswer, ...options }),
    unpin: (release: DeploymentAddress, options: CallOptions = {}) => http.delete(pinOf(release), { schema: noAnswer, ...options }),
    list: (stage: StageAddress, page: PageInput = {}, options: CallOptions = {}) =>
      http.get(pathOf(stage), { schema: releasePage, query: { ...page }, ...options }),
    /** The resolved config, the template and the map between them. With `version` from the list, browsers keep the answer. */
    config: ({ number, ...stage }: DeploymentAddress, input: { version?: string | undefined } = {}, options: CallOptions = {}) =>
      http.get(pathOf(stage) + apiPath`/${number}/config`, { schema: releaseConfigSchema, query: { version: input.version }, ...options }),
  };
}
