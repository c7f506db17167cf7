import type { BranchHead, FilePlace, ForgePermission, ForgeRepository } from "@windlass/contracts/forge";
import { z } from "zod";
import { RefusedError } from "../client/open-client.js";
import { projectPath, type GitlabClient } from "./gitlab-client.js";

const projectSchema = z.object({
  path_with_namespace: z.string(),
  http_url_to_repo: z.string(),
  web_url: z.string(),
  /** Missing of a repository without commits. */
  default_branch: z.string().nullish(),
  visibility: z.string().default("private"),
  archived: z.boolean().default(false),
  description: z.string().nullish(),
});

/** https://docs.gitlab.com/api/projects/#retrieve-a-project */
export async function readRepository(client: GitlabClient, fullName: string): Promise<ForgeRepository> {
  const { data } = await client.call({ doing: `read the project ${fullName}`, path: projectPath(fullName), schema: projectSchema });
  return {
    fullName: data.path_with_namespace,
    cloneUrl: data.http_url_to_repo,
    url: data.web_url,
    defaultBranch: data.default_branch ?? "main",
    isPrivate: data.visibility !== "public",
    isArchived: data.archived,
    description: data.description ?? "",
  };
}

const branchesSchema = z.array(z.object({ name: z.string(), commit: z.object({ id: z.string() }) }));

/** https://docs.gitlab.com/api/branches/ */
export async function readBranchHeads(client: GitlabClient, fullName: string): Promise<BranchHead[]> {
  const rows = await client.all({ doing: `read the branches of ${fullName}`, path: `${projectPath(fullName)}/repository/branches`, schema: branchesSchema });
  return rows.map(({ name, commit }) => ({ name, sha: commit.id }));
}

/** https://docs.gitlab.com/api/repository_files/#retrieve-a-raw-file-from-a-repository */
export function readFile(client: GitlabClient, { fullName, path, ref }: FilePlace): Promise<Buffer | null> {
  return client.bytes({ doing: `read ${path} of ${fullName}`, path: `${projectPath(fullName)}/repository/files/${encodeURIComponent(path)}/raw?ref=${encodeURIComponent(ref)}` });
}

const memberSchema = z.object({ id: z.number(), username: z.string(), state: z.string().default("active"), access_level: z.number() });

/** https://docs.gitlab.com/api/access_requests/#valid-access-levels */
const levels = { reads: 10, writes: 30, administers: 40 } as const;

export type PermissionInput = { fullName: string; login: string; id?: string };

/**
 * What a member may do, by the level that he has in the project or inherits. By his id where it is given, which is never anybody else's;
 * by his name only where it is not. https://docs.gitlab.com/api/project_members/
 */
export async function readPermission(client: GitlabClient, { fullName, login, id }: PermissionInput): Promise<ForgePermission> {
  const doing = `read what ${login} may do in ${fullName}`;
  const path = `${projectPath(fullName)}/members/all`;
  if (id === undefined) {
    const rows = await client.all({ doing, path: `${path}?query=${encodeURIComponent(login)}`, schema: z.array(memberSchema) });
    return permissionOf(rows.find(({ username }) => username === login));
  }
  if (!/^\d+$/.test(id)) return "none";
  try {
    return permissionOf((await client.call({ doing, path: `${path}/${id}`, schema: memberSchema })).data);
  } catch (error) {
    if (error instanceof RefusedError && error.answered === 404) return "none";
    throw error;
  }
}

function permissionOf(member: z.infer<typeof memberSchema> | undefined): ForgePermission {
  if (member === undefined || member.state !== "active" || member.access_level < levels.reads) return "none";
  if (member.access_level >= levels.administers) return "admin";
  return member.access_level >= levels.writes ? "write" : "read";
}
