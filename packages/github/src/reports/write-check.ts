import type { CheckAnnotation, CheckRun } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";
import { annotationsPerRequest, cutTo, longestCheckText } from "./limits.js";

/**
 * GitHub takes 50 annotations with a request and adds them to those before, so that more need more requests. The run
 * ends with the last one.
 */
export function writeCheck(client: GithubClient, check: CheckRun): Promise<string> {
  return callGithub(`write the check ${check.name} of ${check.fullName}`, async () => {
    const batches = inBatches(check.annotations ?? []);
    let { id } = check;
    for (const [index, annotations] of batches.entries()) {
      const isLast = index === batches.length - 1;
      const fields = { ...splitName(check.fullName), ...(isLast ? progressOf(check) : { status: "in_progress" as const }), ...describe(check, annotations) };
      if (id === null) {
        const { data } = await client.request("POST /repos/{owner}/{repo}/check-runs", { ...fields, name: check.name, head_sha: check.sha, request: { retries: 0 } });
        id = String(data.id);
      } else {
        await client.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", { ...fields, check_run_id: Number(id) });
      }
    }
    return id ?? "";
  });
}

function describe(check: CheckRun, annotations: readonly CheckAnnotation[]) {
  return {
    ...(check.url === null ? {} : { details_url: check.url }),
    output: {
      title: check.title,
      summary: cutTo(check.summary, longestCheckText),
      ...(check.text === undefined ? {} : { text: cutTo(check.text, longestCheckText) }),
      annotations: annotations.map(({ path, startLine, endLine, level, title, message }) => ({
        path,
        start_line: startLine,
        end_line: endLine,
        annotation_level: level,
        title,
        message,
      })),
    },
  };
}

function progressOf({ status }: CheckRun) {
  return typeof status === "string" ? { status } : { status: "completed" as const, conclusion: status.conclusion };
}

function inBatches(annotations: readonly CheckAnnotation[]): CheckAnnotation[][] {
  const count = Math.max(1, Math.ceil(annotations.length / annotationsPerRequest));
  return Array.from({ length: count }, (_, index) => annotations.slice(index * annotationsPerRequest, (index + 1) * annotationsPerRequest));
}
