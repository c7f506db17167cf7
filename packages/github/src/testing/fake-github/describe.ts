import { stamp, type Json } from "./json.js";
import type { FakeApp, FakeComment, FakeInstallation, FakePull, FakeRepository, FakeState } from "./state.js";

/** The fields of GitHub's answers and payloads that the fake knows better than their examples. */
export function describeUser({ url, userId }: FakeState, login: string): Json {
  return {
    login,
    id: userId(login),
    html_url: `${url}/${login}`,
    url: `${url}/api/v3/users/${login}`,
    type: login.endsWith("[bot]") ? "Bot" : "User",
  };
}

export function describeApp(state: FakeState, app: FakeApp): Json {
  const { id, slug, name, owner, permissions, events, clientId } = app;
  return {
    id, slug, name, permissions, events, client_id: clientId,
    owner: describeUser(state, owner),
    html_url: `${state.url}/github-apps/${slug}`,
  };
}

export function describeInstallation(state: FakeState, { id, appId, account, accountType, selected, suspended }: FakeInstallation): Json {
  const app = state.apps.find((known) => known.id === appId);
  return {
    id,
    account: { ...describeUser(state, account), type: accountType },
    app_id: appId,
    app_slug: app?.slug ?? "",
    target_id: state.userId(account),
    target_type: accountType,
    permissions: app?.permissions ?? {},
    events: app?.events ?? [],
    repository_selection: selected === null ? "all" : "selected",
    html_url: accountType === "User" ? `${state.url}/settings/installations/${id}` : `${state.url}/organizations/${account}/settings/installations/${id}`,
    access_tokens_url: `${state.url}/api/v3/app/installations/${id}/access_tokens`,
    suspended_at: suspended ? stamp(new Date()) : null,
    suspended_by: null,
  };
}

export function describeRepository(state: FakeState, repository: FakeRepository): Json {
  const { id, name, owner, fullName, isPrivate, isArchived, defaultBranch, forkOf } = repository;
  const { host } = new URL(state.url);
  return {
    id, name,
    full_name: fullName,
    owner: describeUser(state, owner),
    private: isPrivate,
    visibility: isPrivate ? "private" : "public",
    archived: isArchived,
    fork: forkOf !== null,
    default_branch: defaultBranch,
    description: `The repository ${name}`,
    html_url: `${state.url}/${fullName}`,
    url: `${state.url}/api/v3/repos/${fullName}`,
    clone_url: `${state.url}/${fullName}.git`,
    ssh_url: `git@${host}:${fullName}.git`,
    git_url: `git://${host}/${fullName}.git`,
  };
}

/** A pull request as lists, single answers and payloads have it. */
export function describePull(state: FakeState, repository: FakeRepository, pull: FakePull): Json {
  const { number } = pull;
  const path = `${repository.fullName}/pull/${number}`;
  return {
    id: pull.id,
    number,
    title: pull.title,
    body: pull.body,
    state: pull.state,
    draft: pull.isDraft,
    locked: false,
    user: describeUser(state, pull.author),
    author_association: pull.association,
    labels: pull.labels.map((label) => describeLabel(state, repository, label)),
    head: describeSide(state, pull.headRepository, { ref: pull.headRef, sha: pull.headSha }),
    base: describeSide(state, repository, { ref: pull.baseRef, sha: pull.headSha }),
    html_url: `${state.url}/${path}`,
    diff_url: `${state.url}/${path}.diff`,
    patch_url: `${state.url}/${path}.patch`,
    url: `${state.url}/api/v3/repos/${repository.fullName}/pulls/${number}`,
    updated_at: pull.updatedAt,
    merged_at: pull.mergedAt,
    closed_at: pull.state === "closed" ? stamp(new Date()) : null,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    milestone: null,
    auto_merge: null,
    active_lock_reason: null,
  };
}

function describeSide(state: FakeState, repository: FakeRepository, { ref, sha }: { ref: string; sha: string }): Json {
  return { ref, sha, label: `${repository.owner}:${ref}`, user: describeUser(state, repository.owner), repo: describeRepository(state, repository) };
}

export function describeLabel(state: FakeState, repository: FakeRepository, name: string): Json {
  return {
    id: state.userId(`label ${name}`),
    node_id: `LA_${state.userId(`label ${name}`)}`,
    url: `${state.url}/api/v3/repos/${repository.fullName}/labels/${encodeURIComponent(name)}`,
    name,
    color: "ededed",
    default: false,
    description: `The label ${name}`,
  };
}

export function describeComment(state: FakeState, repository: FakeRepository, comment: FakeComment): Json {
  const { id, issue, login, body, createdAt, updatedAt } = comment;
  return {
    id, body,
    user: describeUser(state, login),
    created_at: createdAt,
    updated_at: updatedAt,
    html_url: `${state.url}/${repository.fullName}/pull/${issue}#issuecomment-${id}`,
    url: `${state.url}/api/v3/repos/${repository.fullName}/issues/comments/${id}`,
    issue_url: `${state.url}/api/v3/repos/${repository.fullName}/issues/${issue}`,
  };
}
