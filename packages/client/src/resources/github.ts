import {
  githubAppSchema,
  githubManifestSchema,
  githubRepositoriesSchema,
  githubStatusSchema,
  type FinishGithubApp,
  type StartGithubApp,
} from "@windlass/contracts/github";
import { apiPath } from "../api-path.js";
import { noAnswer, type CallOptions, type Http } from "../http.js";

export function githubResource(http: Http) {
  return {
    /** The connected Apps and where each is installed. */
    status: (options: CallOptions = {}) => http.get("/api/github/installations", { schema: githubStatusSchema, ...options }),
    repositories: (query: { search?: string } = {}, options: CallOptions = {}) =>
      http.get("/api/github/repositories", { schema: githubRepositoriesSchema, query: { ...query }, ...options }),
    /** Begins to connect: the browser goes on at the answer's page. */
    start: (input: Pick<StartGithubApp, "name"> & Partial<StartGithubApp>, options: CallOptions = {}) =>
      http.post("/api/github/apps/manifest", { schema: githubManifestSchema, body: input, ...options }),
    finish: (input: FinishGithubApp, options: CallOptions = {}) => http.post("/api/github/apps", { schema: githubAppSchema, body: input, ...options }),
    disconnect: (id: string, options: CallOptions = {}) => http.delete(apiPath`/api/github/apps/${id}`, { schema: noAnswer, ...options }),
  };
}
