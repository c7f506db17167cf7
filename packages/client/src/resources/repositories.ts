import { composePlanSchema, composeStatusSchema, type importComposeSchema, type PlanCompose } from "@windlass/contracts/compose";
import { pageSchema } from "@windlass/contracts/page";
import { repositorySchema, type CreateRepository, type UpdateRepository } from "@windlass/contracts/repository";
import type { z } from "zod";
import type { PageInput } from "../address.js";
import { apiPath } from "../api-path.js";
import { noAnswer, type CallOptions, type Http } from "../http.js";

const repositoryPage = pageSchema(repositorySchema);
/** What a caller may leave out, the server fills in. */
export type CreateRepositoryInput = Pick<CreateRepository, "url"> & Partial<CreateRepository>;

export function repositoriesResource(http: Http) {
  return {
    list: (page: PageInput = {}, options: CallOptions = {}) =>
      http.get("/api/repositories", { schema: repositoryPage, query: { ...page }, ...options }),
    get: (id: string, options: CallOptions = {}) => http.get(apiPath`/api/repositories/${id}`, { schema: repositorySchema, ...options }),
    create: (input: CreateRepositoryInput, options: CallOptions = {}) =>
      http.post("/api/repositories", { schema: repositorySchema, body: input, ...options }),
    update: (id: string, input: UpdateRepository, options: CallOptions = {}) =>
      http.patch(apiPath`/api/repositories/${id}`, { schema: repositorySchema, body: input, ...options }),
    /** The compose file that was last read, and what taking it over would do. */
    compose: (id: string, options: CallOptions = {}) => http.get(apiPath`/api/repositories/${id}/compose`, { schema: composeStatusSchema, ...options }),
    readCompose: (id: string, options: CallOptions = {}) => http.post(apiPath`/api/repositories/${id}/compose/read`, { schema: composeStatusSchema, body: {}, ...options }),
    planCompose: (id: string, input: PlanCompose, options: CallOptions = {}) =>
      http.post(apiPath`/api/repositories/${id}/compose/plan`, { schema: composePlanSchema, body: input, ...options }),
    importCompose: (id: string, input: z.input<typeof importComposeSchema>, options: CallOptions = {}) =>
      http.post(apiPath`/api/repositories/${id}/compose/import`, { schema: composePlanSchema, body: input, ...options }),
    /** Makes a key pair, in place of the one that is there; the answer has the public half. */
    createDeployKey: (id: string, options: CallOptions = {}) =>
      http.post(apiPath`/api/repositories/${id}/deploy-key`, { schema: repositorySchema, body: {}, ...options }),
    deleteDeployKey: (id: string, options: CallOptions = {}) => http.delete(apiPath`/api/repositories/${id}/deploy-key`, { schema: repositorySchema, ...options }),
    delete: (id: string, options: CallOptions = {}) => http.delete(apiPath`/api/repositories/${id}`, { schema: noAnswer, ...options }),
  };
}
