import type { CommitStatus } from "@windlass/contracts/forge";
import { z } from "zod";
import { RefusedError } from "../client/open-client.js";
import { cutTo } from "../client/texts.js";
import { projectPath, type GitlabClient } from "./gitlab-client.js";

const longestDescription = 255;
const longestUrl = 255;

/** What is an error to others is "canceled" to GitLab: Windlass has it for what was cancelled or superseded. */
const states = { pending: "pending", success: "success", failure: "failed", error: "canceled" } as const satisfies Record<CommitStatus["state"], string>;

/** Shown as a job of the commit's pipeline. https://docs.gitlab.com/api/commits/#set-commit-pipeline-status */
export async function writeStatus(client: GitlabClient, { fullName, sha, state, context, description, url }: CommitStatus): Promise<void> {
  const body = {
    state: states[state],
    name: cutTo(context, longestDescription),
    description: cutTo(description, longestDescription),
    ...(url === null || url.length > longestUrl ? {} : { target_url: url }),
  };
  try {
    await client.call({ doing: `set the status of ${sha.slice(0, 12)} in ${fullName}`, method: "POST", path: `${projectPath(fullName)}/statuses/${encodeURIComponent(sha)}`, body, schema: z.unknown() });
  } catch (error) {
    // It has that state already, with the words of before.
    if (!(error instanceof RefusedError) || error.answered !== 400 || !/cannot transition status/i.test(error.said)) throw error;
  }
}
