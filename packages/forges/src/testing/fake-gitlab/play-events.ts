import { randomUUID } from "node:crypto";
import { describeProject, describeUser } from "./describe.js";
import { userOf, type FakeMergeRequest, type FakeNote, type FakeProject, type FakeState, type FakeUser } from "./state.js";

export type NewMergeRequest = { sourceBranch: string; source?: FakeProject; author: string; title?: string; labels?: string[]; draft?: boolean };
type Update = { by: string; labels?: string[]; draft?: boolean; title?: string };

/** What people do; each gives the deliveries that GitLab sends for it to the front of `state.hooks`. */
export type EventPlayer = {
  openMergeRequest(project: FakeProject, input: NewMergeRequest): Promise<FakeMergeRequest>;
  /** Its source branch has another commit by now. */
  push(project: FakeProject, pull: FakeMergeRequest, by: string): Promise<void>;
  update(project: FakeProject, pull: FakeMergeRequest, input: Update): void;
  end(project: FakeProject, pull: FakeMergeRequest, input: { by: string; as: "close" | "merge" | "reopen" }): void;
  comment(project: FakeProject, pull: FakeMergeRequest, input: { by: string; body: string }): FakeNote;
};

export function playEvents(state: FakeState): EventPlayer {
  const tell = (project: FakeProject, pull: FakeMergeRequest, told: { by: string; action: string; oldrev?: string; changes?: object }): void => {
    const body = describeMergeRequestEvent(state, { project, pull, ...told, by: userOf(state, told.by) });
    deliver(state, "Merge Request Hook", body);
  };
  const touch = (pull: FakeMergeRequest): void => void (pull.updatedAt = new Date(Math.max(Date.now(), pull.updatedAt.getTime() + 1)));
  return {
    async openMergeRequest(project, { sourceBranch, source = project, author, title = `Change ${sourceBranch}`, labels = [], draft = false }) {
      const notes: FakeNote[] = [];
      const numbers = { id: state.nextId(), iid: project.mergeRequests.length + 1 };
      const pull: FakeMergeRequest = { ...numbers, title, state: "opened", draft, labels, author: userOf(state, author), source, sourceBranch, targetBranch: "main", sha: "", updatedAt: new Date(), notes };
      await fetchHead(project, pull);
      project.mergeRequests.push(pull);
      tell(project, pull, { by: author, action: "open" });
      return pull;
    },
    async push(project, pull, by) {
      const oldrev = pull.sha;
      await fetchHead(project, pull);
      touch(pull);
      tell(project, pull, { by, action: "update", oldrev });
    },
    update(project, pull, { by, ...change }) {
      const changes = {
        ...(change.labels === undefined ? {} : { labels: { previous: pull.labels.map(describeLabel), current: change.labels.map(describeLabel) } }),
        ...(change.draft === undefined ? {} : { draft: { previous: pull.draft, current: change.draft } }),
      };
      Object.assign(pull, change);
      touch(pull);
      tell(project, pull, { by, action: "update", changes });
    },
    end(project, pull, { by, as }) {
      pull.state = as === "close" ? "closed" : as === "merge" ? "merged" : "opened";
      touch(pull);
      tell(project, pull, { by, action: as });
    },
    comment(project, pull, { by, body }) {
      const note = { id: state.nextId(), author: userOf(state, by), body, system: false, awards: [] };
      pull.notes.push(note);
      deliver(state, "Note Hook", describeNoteEvent(state, { project, pull, note }));
      return note;
    },
  };
}

/** Brings the source branch's commits into the project, where GitLab keeps them as `refs/merge-requests/<n>/head`. */
async function fetchHead(project: FakeProject, pull: FakeMergeRequest): Promise<void> {
  const ref = `refs/merge-requests/${pull.iid}/head`;
  await project.folder.git("fetch", "--quiet", "--no-tags", pull.source.folder.path, `+refs/heads/${pull.sourceBranch}:${ref}`);
  pull.sha = await project.folder.git("rev-parse", ref);
}

function deliver(state: FakeState, event: string, body: object): void {
  const id = randomUUID();
  state.hooks.unshift({ headers: { "content-type": "application/json", "user-agent": "GitLab/18.6.0", "x-gitlab-event": event, "x-gitlab-event-uuid": randomUUID(), "x-gitlab-instance": state.url, "idempotency-key": id }, body: JSON.stringify(body) });
}

type Told = { project: FakeProject; pull: FakeMergeRequest; by: FakeUser; action: string; oldrev?: string; changes?: object };

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#merge-request-events */
function describeMergeRequestEvent(state: FakeState, { project, pull, by, action, oldrev, changes = {} }: Told) {
  const { labels } = pull;
  return {
    object_kind: "merge_request",
    event_type: "merge_request",
    user: describeHookUser(state, by),
    project: describeHookProject(state, project),
    object_attributes: { ...describeAttributes(state, { project, pull }), labels: labels.map(describeLabel), action, ...(oldrev === undefined ? {} : { oldrev }) },
    labels: labels.map(describeLabel),
    changes,
    repository: { name: project.fullName, url: `${state.url}/${project.fullName}.git`, description: "", homepage: `${state.url}/${project.fullName}` },
  };
}

/** https://docs.gitlab.com/user/project/integrations/webhook_events/#comment-on-a-merge-request */
function describeNoteEvent(state: FakeState, { project, pull, note }: { project: FakeProject; pull: FakeMergeRequest; note: FakeNote }) {
  const address = `${state.url}/${project.fullName}/-/merge_requests/${pull.iid}#note_${note.id}`;
  return {
    object_kind: "note",
    event_type: "note",
    user: describeHookUser(state, note.author),
    project_id: project.id,
    project: describeHookProject(state, project),
    object_attributes: { id: note.id, note: note.body, noteable_type: "MergeRequest", author_id: note.author.id, created_at: stamp(new Date()), updated_at: stamp(new Date()), project_id: project.id, noteable_id: pull.id, system: false, action: "create", url: address },
    merge_request: { ...describeAttributes(state, { project, pull }), labels: pull.labels.map(describeLabel) },
  };
}

function describeAttributes(state: FakeState, { project, pull }: { project: FakeProject; pull: FakeMergeRequest }) {
  const { id, iid, title, draft, author, source, sourceBranch, targetBranch, sha, updatedAt } = pull;
  return {
    id,
    iid,
    title,
    description: "",
    state: pull.state,
    draft,
    work_in_progress: draft,
    author_id: author.id,
    source_branch: sourceBranch,
    target_branch: targetBranch,
    source_project_id: source.id,
    target_project_id: project.id,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: updatedAt.toISOString().replace(/\.\d+Z$/, "Z"),
    url: `${state.url}/${project.fullName}/-/merge_requests/${iid}`,
    source: describeHookProject(state, source),
    target: describeHookProject(state, project),
    last_commit: { id: sha, message: "A commit\n", timestamp: "2026-01-01T00:00:00+00:00", author: { name: "[REDACTED]", email: "[REDACTED]" } },
  };
}

function describeHookProject(state: FakeState, project: FakeProject) {
  const { id, name, path_with_namespace, web_url, http_url_to_repo, ssh_url_to_repo, default_branch, visibility } = describeProject(state, project);
  return { id, name, description: "", web_url, git_ssh_url: ssh_url_to_repo, git_http_url: http_url_to_repo, visibility_level: visibility === "public" ? 20 : 0, path_with_namespace, default_branch, homepage: web_url };
}

function describeHookUser(state: FakeState, user: FakeUser) {
  const { id, name, username, avatar_url } = describeUser(state, user);
  return { id, name, username, avatar_url, email: "[REDACTED]" };
}

/** A time as notes have it. */
function stamp(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

function describeLabel(title: string) {
  return { id: title.length, title, color: "#ffffff", type: "ProjectLabel" };
}
