import type { FakeDeployment, FakeMergeRequest, FakeNote, FakeProject, FakeState, FakeStatus, FakeUser } from "./state.js";

/** What GitLab's REST API answers, field by field as its documentation has them. */
export function describeUser(state: FakeState, { id, username }: FakeUser) {
  return { id, username, name: username, state: "active", locked: false, avatar_url: null, web_url: `${state.url}/${username}` };
}

export function describeProject(state: FakeState, project: FakeProject) {
  const { id, fullName, visibility } = project;
  const [name = "", ...namespace] = fullName.split("/").toReversed();
  return {
    id,
    name,
    path: name,
    path_with_namespace: fullName,
    name_with_namespace: fullName.replaceAll("/", " / "),
    description: null,
    default_branch: "main",
    visibility,
    archived: false,
    ssh_url_to_repo: `git@gitlab.example.com:${fullName}.git`,
    http_url_to_repo: `${state.url}/${fullName}.git`,
    web_url: `${state.url}/${fullName}`,
    namespace: { full_path: namespace.toReversed().join("/") },
    created_at: "2026-01-01T00:00:00.000Z",
  };
}

export function describeMergeRequest(state: FakeState, { project, pull }: { project: FakeProject; pull: FakeMergeRequest }) {
  const { id, iid, title, state: status, draft, labels, author, source, sourceBranch, targetBranch, sha, updatedAt } = pull;
  return {
    id,
    iid,
    project_id: project.id,
    title,
    description: "",
    state: status,
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: updatedAt.toISOString(),
    merged_at: status === "merged" ? updatedAt.toISOString() : null,
    closed_at: status === "closed" ? updatedAt.toISOString() : null,
    target_branch: targetBranch,
    source_branch: sourceBranch,
    author: describeUser(state, author),
    assignees: [],
    reviewers: [],
    source_project_id: source.id,
    target_project_id: project.id,
    labels,
    draft,
    work_in_progress: draft,
    merge_status: "can_be_merged",
    detailed_merge_status: draft ? "draft_status" : "mergeable",
    sha,
    merge_commit_sha: null,
    web_url: `${state.url}/${project.fullName}/-/merge_requests/${iid}`,
    references: { short: `!${iid}`, relative: `!${iid}`, full: `${project.fullName}!${iid}` },
    has_conflicts: false,
  };
}

export function describeNote(state: FakeState, { pull, note }: { pull: FakeMergeRequest; note: FakeNote }) {
  const stamp = "2026-01-01T00:00:00.000Z";
  return { id: note.id, type: null, body: note.body, author: describeUser(state, note.author), created_at: stamp, updated_at: stamp, system: note.system, noteable_id: pull.id, noteable_type: "MergeRequest", noteable_iid: pull.iid, resolvable: false, confidential: false, internal: false };
}

export function describeStatus(state: FakeState, { status, user }: { status: FakeStatus; user: FakeUser }) {
  return { ...status, ref: "main", created_at: "2026-01-01T00:00:00.000Z", started_at: null, finished_at: null, allow_failure: false, coverage: null, author: describeUser(state, user) };
}

export function describeDeployment(state: FakeState, row: FakeDeployment) {
  const { id, sha, ref, status, user, environment } = row;
  const stamp = "2026-01-01T00:00:00.000Z";
  return { id, iid: id, ref, sha, created_at: stamp, updated_at: stamp, status, user: describeUser(state, user), environment: { ...environment, slug: environment.name.replaceAll("/", "-") }, deployable: null };
}
