import { createHash } from "node:crypto";
import type { CommitStatus } from "@windlass/contracts/forge";
import { z } from "zod";
import { cutTo } from "../client/texts.js";
import { repositoryPath, type BitbucketClient } from "./bitbucket-client.js";

const states = { pending: "INPROGRESS", success: "SUCCESSFUL", failure: "FAILED", error: "STOPPED" } as const satisfies Record<CommitStatus["state"], string>;
const longestName = 255;

/** A build status, whose key, of 40 letters at most, says which one of the commit's it is. https://developer.atlassian.com/cloud/bitbucket/rest/api-group-commit-statuses/ */
export async function writeStatus(client: BitbucketClient, { fullName, sha, state, context, description, url, home }: CommitStatus & { home: string }): Promise<void> {
  const key = createHash("sha256").update(context).digest("hex").slice(0, 40);
  // It wants an address, and there is none where people reach nothing.
  const body = { key, state: states[state], name: cutTo(context, longestName), description: cutTo(description, longestName), url: url ?? home };
  await client.call({ doing: `set the status of ${sha.slice(0, 12)} in ${fullName}`, method: "POST", path: `${repositoryPath(fullName)}/commit/${encodeURIComponent(sha)}/statuses/build`, body, schema: z.unknown() });
}
