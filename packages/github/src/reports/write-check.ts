import type { CheckAnnotation, CheckRun, WrittenCheck } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";
import { annotationsPerRequest, cutTo, longestCheckText } from "./limits.js";

/**
 * GitHub takes 50 annotations with a request and adds them to those before, so that more need more requests. The run
 * ends with the last one.
 */
export function writeCheck(client: GithubClient, check: CheckRun): Promise<WrittenCheck> {
  return callGithub(`write the check ${check.name} of ${check.fullName}`, async () => {
    const batches = inBatches(check.annotations ?? []);
    let written: WrittenCheck | null = check.id === null ? null : { id: check.id, url: null };
    for (const [index, annotations] of batches.entries()) {
      const isLast = index === batches.length - 1;
      const fields = { ...splitName(check.fullName), ...(isLast ? progressOf(check) : { status: "in_progress" as const }), ...describe(check, annotations) };
      written = written === null ? await create(client, { ...fields, name: check.name, head_sha: check.sha }) : await change(client, { ...fields, check_run_id: Number(written.id) });
    }
    return written ?? { id: "", url: null };
  });
}

type Fields = ReturnType<typeof describe> & { owner: string; repo: string };

// A request whose answer got lost may have been done: it would make a second run, or add its annotations once more.
const once = { request: { retries: 0 } };

async function create(client: GithubClient, fields: Fields & { name: string; head_sha: string }): Promise<WrittenCheck> {
  return toWritten((await client.request("POST /repos/{owner}/{repo}/check-runs", { ...fields, ...once })).data);
}

async function change(client: GithubClient, fields: Fields & { check_run_id: number }): Promise<WrittenCheck> {
  return toWritten((await client.request("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", { ...fields, ...once })).data);
}

export function toWritten({ id, html_url: url }: { id: number | bigint; html_url: string | null }): WrittenCheck {
  return { id: String(id), url };
}

function describe(check: CheckRun, annotations: readonly CheckAnnotation[]) {
  return {
    external_id: check.externalId,
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
