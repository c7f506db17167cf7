import { describeComment, describeLabel, describePull, describeUser } from "./describe.js";
import { fetchPullHead, listCommits, type CommitInfo } from "./git-store.js";
import { stamp, type Json } from "./json.js";
import type { FakeDelivery, FakePull, FakeRepository, FakeState } from "./state.js";
import { sendEvent } from "./webhooks.js";

export type NewPull = { headRef: string; title?: string; baseRef?: string; author?: string; association?: string; isDraft?: boolean; labels?: string[]; headRepository?: FakeRepository };

/** What people do on GitHub, each with the webhooks that it sends. Branches are those of the git repository on disk. */
export type EventPlayer = {
  /** Tells of a branch that was pushed on disk. `before` is null for a new branch; `after` null for a deleted one. */
  push(repository: FakeRepository, input: { branch: string; before: string | null; after: string | null; sender?: string; forced?: boolean }): Promise<FakeDelivery[]>;
  openPull(repository: FakeRepository, pull: NewPull): Promise<FakePull>;
  /** The head branch moved on disk. */
  synchronize(repository: FakeRepository, pull: FakePull): Promise<FakeDelivery[]>;
  label(repository: FakeRepository, pull: FakePull, change: { add: string } | { remove: string }): Promise<FakeDelivery[]>;
  setDraft(repository: FakeRepository, pull: FakePull, isDraft: boolean): Promise<FakeDelivery[]>;
  closePull(repository: FakeRepository, pull: FakePull, input?: { merged?: boolean; sender?: string }): Promise<FakeDelivery[]>;
  reopen(repository: FakeRepository, pull: FakePull): Promise<FakeDelivery[]>;
  comment(repository: FakeRepository, pull: FakePull, input: { login: string; body: string; association?: string }): Promise<FakeDelivery[]>;
};

const noCommit = "0".repeat(40);

export function playEvents(state: FakeState): EventPlayer {
  const sendPull = (repository: FakeRepository, pull: FakePull, event: { action: string; sender?: string; fields?: Json }): Promise<FakeDelivery[]> => {
    pull.updatedAt = stamp(new Date());
    return sendEvent(state, {
      name: "pull_request",
      action: event.action,
      sender: event.sender ?? pull.author,
      repository,
      fields: { number: pull.number, pull_request: { ...describePull(state, repository, pull), merged: pull.mergedAt !== null }, ...event.fields },
    });
  };

  return {
    async push(repository, { branch, before, after, sender = "octocat", forced = false }) {
      const commits = after === null ? [] : await listCommits(repository, { before, after });
      const described = commits.map((commit) => describeCommit(state, repository, commit));
      const fields = {
        ref: `refs/heads/${branch}`,
        before: before ?? noCommit,
        after: after ?? noCommit,
        created: before === null,
        deleted: after === null,
        forced,
        base_ref: null,
        compare: `${state.url}/${repository.fullName}/compare/${before ?? noCommit}...${after ?? noCommit}`,
        commits: before === null ? [] : described,
        head_commit: described.at(-1) ?? null,
        pusher: { name: sender, email: `${sender}@example.com` },
        repository: { pushed_at: Math.floor(Date.now() / 1000) },
      };
      return sendEvent(state, { name: "push", action: null, sender, repository, fields });
    },
    async openPull(repository, input) {
      const number = repository.pulls.length + 1;
      const place = { number, headRef: input.headRef, headRepository: input.headRepository ?? repository };
      const pull: FakePull = {
        ...place,
        id: state.nextId(),
        title: input.title ?? `Pull ${number}`,
        body: "",
        state: "open",
        mergedAt: null,
        isDraft: input.isDraft ?? false,
        labels: input.labels ?? [],
        author: input.author ?? "octocat",
        association: input.association ?? (place.headRepository === repository ? "COLLABORATOR" : "FIRST_TIME_CONTRIBUTOR"),
        headSha: await fetchPullHead(repository, place),
        baseRef: input.baseRef ?? repository.defaultBranch,
        updatedAt: stamp(new Date()),
      };
      repository.pulls.push(pull);
      await sendPull(repository, pull, { action: "opened" });
      return pull;
    },
    async synchronize(repository, pull) {
      const before = pull.headSha;
      pull.headSha = await fetchPullHead(repository, pull);
      return sendPull(repository, pull, { action: "synchronize", fields: { before, after: pull.headSha } });
    },
    label(repository, pull, change) {
      const name = "add" in change ? change.add : change.remove;
      pull.labels = "add" in change ? [...pull.labels, name] : pull.labels.filter((label) => label !== name);
      return sendPull(repository, pull, { action: "add" in change ? "labeled" : "unlabeled", fields: { label: describeLabel(state, repository, name) } });
    },
    setDraft(repository, pull, isDraft) {
      pull.isDraft = isDraft;
      return sendPull(repository, pull, { action: isDraft ? "converted_to_draft" : "ready_for_review" });
    },
    closePull(repository, pull, { merged = false, sender = pull.author } = {}) {
      pull.state = "closed";
      pull.mergedAt = merged ? stamp(new Date()) : null;
      return sendPull(repository, pull, { action: "closed", sender });
    },
    reopen(repository, pull) {
      pull.state = "open";
      return sendPull(repository, pull, { action: "reopened" });
    },
    comment(repository, pull, { login, body, association = "COLLABORATOR" }) {
      const time = stamp(new Date());
      const comment = { id: state.nextId(), issue: pull.number, login, body, appId: null, createdAt: time, updatedAt: time, reactions: [] };
      repository.comments.push(comment);
      const { number, title } = pull;
      const html = `${state.url}/${repository.fullName}/pull/${number}`;
      const api = `${state.url}/api/v3/repos/${repository.fullName}/pulls/${number}`;
      const pull_request = { url: api, html_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch` };
      const issue = { number, title, state: pull.state, user: describeUser(state, pull.author), html_url: html, labels: [], pull_request };
      const fields = { issue, comment: { ...describeComment(state, repository, comment), author_association: association } };
      return sendEvent(state, { name: "issue_comment", action: "created", sender: login, repository, fields });
    },
  };
}

function describeCommit(state: FakeState, { fullName }: FakeRepository, { sha, message, author, email, at, added, removed, modified }: CommitInfo): Json {
  const person = { name: author, email, username: author.toLowerCase() };
  const url = `${state.url}/${fullName}/commit/${sha}`;
  return { id: sha, tree_id: sha, distinct: true, message, timestamp: at, url, author: person, committer: person, added, removed, modified };
}
