import type { FakeAccount, FakeComment, FakePull, FakeRepository, FakeState } from "./state.js";

/** What Bitbucket's REST API and its webhooks say, field by field as its documentation has them. */
export function describeAccount({ uuid, nickname, type }: FakeAccount) {
  return { type, uuid, nickname, display_name: nickname, ...(type === "user" ? { account_id: `557058:${uuid.slice(1, -1)}` } : {}), links: {} };
}

export function describeRepository(state: FakeState, { uuid, fullName }: FakeRepository) {
  const html = `${state.url}/${fullName}`;
  return { type: "repository", uuid, full_name: fullName, name: fullName.split("/")[1], is_private: true, description: "", mainbranch: { type: "branch", name: "main" }, links: { html: { href: html }, clone: [{ name: "https", href: `${html}.git` }, { name: "ssh", href: `git@bitbucket.org:${fullName}.git` }] } };
}

/** Of commits there are the first twelve letters, as Bitbucket has them here. */
export function describePull(state: FakeState, { repository, pull }: { repository: FakeRepository; pull: FakePull }) {
  const { id, title, draft, author, source, sourceBranch, sha, updatedAt } = pull;
  const side = (of: FakeRepository, branch: string, hash: string) => {
    const { type, full_name, name, uuid } = describeRepository(state, of);
    return { branch: { name: branch }, commit: { type: "commit", hash: hash.slice(0, 12) }, repository: { type, full_name, name, uuid } };
  };
  return {
    type: "pullrequest",
    id,
    title,
    description: "",
    state: pull.state,
    draft,
    author: describeAccount(author),
    source: side(source, sourceBranch, sha),
    destination: side(repository, "main", "0".repeat(40)),
    merge_commit: null,
    comment_count: pull.comments.length,
    created_on: "2026-01-01T00:00:00.000000+00:00",
    updated_on: updatedAt.toISOString().replace("Z", "000+00:00"),
    links: { html: { href: `${state.url}/${repository.fullName}/pull-requests/${id}` } },
  };
}

export function describeComment(state: FakeState, { repository, pull, comment }: { repository: FakeRepository; pull: FakePull; comment: FakeComment }) {
  const { id, raw, user, deleted } = comment;
  return { type: "pullrequest_comment", id, content: { type: "rendered", raw, markup: "markdown", html: "" }, user: describeAccount(user), deleted, pending: false, created_on: "2026-01-01T00:00:00.000000+00:00", updated_on: "2026-01-01T00:00:00.000000+00:00", links: { html: { href: `${state.url}/${repository.fullName}/pull-requests/${pull.id}/_/diff#comment-${id}` } } };
}
