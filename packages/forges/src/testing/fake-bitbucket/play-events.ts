import { randomUUID } from "node:crypto";
import { describeAccount, describeComment, describePull, describeRepository } from "./describe.js";
import { accountOf, type FakeComment, type FakePull, type FakeRepository, type FakeState } from "./state.js";

export type NewPull = { sourceBranch: string; source?: FakeRepository; author: string; draft?: boolean };

/** What people do; each gives the delivery that Bitbucket sends for it to the front of `state.hooks`. */
export type EventPlayer = {
  openPull(repository: FakeRepository, input: NewPull): Promise<FakePull>;
  /** Its branch has another commit by now. */
  push(repository: FakeRepository, pull: FakePull, by: string): Promise<void>;
  end(repository: FakeRepository, pull: FakePull, input: { by: string; as: "MERGED" | "DECLINED" }): void;
  comment(repository: FakeRepository, pull: FakePull, input: { by: string; raw: string }): FakeComment;
};

/** https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/#Pull-request-events */
export function playEvents(state: FakeState): EventPlayer {
  const deliver = (key: string, { repository, pull, by, ...rest }: { repository: FakeRepository; pull: FakePull; by: string; comment?: object }): void => {
    const body = { actor: describeAccount(accountOf(state, by)), repository: describeRepository(state, repository), pullrequest: describePull(state, { repository, pull }), ...rest };
    state.hooks.unshift({ headers: { "content-type": "application/json", "user-agent": "Bitbucket-Webhooks/2.0", "x-event-key": `pullrequest:${key}`, "x-hook-uuid": randomUUID(), "x-request-uuid": randomUUID(), "x-attempt-number": "1" }, body: JSON.stringify(body) });
  };
  const touch = (pull: FakePull): void => void (pull.updatedAt = new Date(Math.max(Date.now(), pull.updatedAt.getTime() + 1)));
  const head = (pull: FakePull): Promise<string> => pull.source.folder.git("rev-parse", `refs/heads/${pull.sourceBranch}`);
  return {
    async openPull(repository, { sourceBranch, source = repository, author, draft = false }) {
      const pull: FakePull = { id: repository.pulls.length + 1, title: `Change ${sourceBranch}`, state: "OPEN", draft, author: accountOf(state, author), source, sourceBranch, sha: "", updatedAt: new Date(), comments: [] };
      pull.sha = await head(pull);
      repository.pulls.push(pull);
      deliver("created", { repository, pull, by: author });
      return pull;
    },
    async push(repository, pull, by) {
      pull.sha = await head(pull);
      touch(pull);
      deliver("updated", { repository, pull, by });
    },
    end(repository, pull, { by, as }) {
      pull.state = as;
      touch(pull);
      deliver(as === "MERGED" ? "fulfilled" : "rejected", { repository, pull, by });
    },
    comment(repository, pull, { by, raw }) {
      const comment = { id: state.nextId(), raw, user: accountOf(state, by), deleted: false };
      pull.comments.push(comment);
      deliver("comment_created", { repository, pull, by, comment: describeComment(state, { repository, pull, comment }) });
      return comment;
    },
  };
}
