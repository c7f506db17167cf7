import { forgePullStates, type PullRequest } from "@windlass/contracts/forge";
import type { PullRequest as PullRequestRow } from "@windlass/database/generated/client";
import { z } from "zod";

/** A stored pull request as a forge would tell of it; the base's commit is not kept. */
export function storedPull(row: PullRequestRow): PullRequest {
  return {
    number: row.number,
    title: row.title,
    url: row.url,
    state: z.enum(forgePullStates).parse(row.state),
    isDraft: row.isDraft,
    labels: z.array(z.string()).parse(row.labels),
    author: row.authorId === null || row.authorLogin === null ? null : { id: row.authorId, login: row.authorLogin },
    head: { sha: row.headSha, ref: row.headRef, repository: row.headRepository },
    base: { sha: row.headSha, ref: row.baseRef },
    isFork: row.isFork,
    updatedAt: row.updatedAt.toISOString(),
  };
}
