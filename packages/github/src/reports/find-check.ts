import type { FoundCheck } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import { splitName } from "../client/repository-name.js";
import type { Author } from "./find-own-comment.js";
import { toWritten } from "./write-check.js";

export type CheckPlace = { fullName: string; sha: string; name: string; externalId: string };

/** Looks through the App's runs of that name on the commit. */
export function findCheck({ client, appId }: Author, { fullName, sha, name, externalId }: CheckPlace): Promise<FoundCheck | null> {
  return callGithub(`look for the check ${name} of ${fullName}`, async () => {
    const route = "GET /repos/{owner}/{repo}/commits/{ref}/check-runs";
    const input = { ...splitName(fullName), ref: sha, check_name: name, filter: "all" as const, per_page: 100, app_id: appId };
    for await (const { data } of client.paginate.iterator(route, input)) {
      const found = data.find((run) => run.external_id === externalId);
      if (found) return { ...toWritten(found), annotationCount: found.output.annotations_count };
    }
    return null;
  });
}
