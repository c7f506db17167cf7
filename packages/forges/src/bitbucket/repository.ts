import type { BranchHead, FilePlace, ForgePermission, ForgeRepository } from "@windlass/contracts/forge";
import { z } from "zod";
import { RefusedError } from "../client/open-client.js";
import { repositoryPath, type BitbucketClient } from "./bitbucket-client.js";

const hrefSchema = z.object({ href: z.string() });

const repositorySchema = z.object({
  full_name: z.string(),
  links: z.object({ html: hrefSchema, clone: z.array(hrefSchema.extend({ name: z.string() })) }),
  /** Null of a repository without commits. */
  mainbranch: z.object({ name: z.string() }).nullish(),
  is_private: z.boolean(),
  description: z.string().nullish(),
});

/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-repositories/#api-repositories-workspace-repo-slug-get */
export async function readRepository(client: BitbucketClient, fullName: string): Promise<ForgeRepository> {
  const { data } = await client.call({ doing: `read the repository ${fullName}`, path: repositoryPath(fullName), schema: repositorySchema });
  const url = data.links.html.href;
  return {
    fullName: data.full_name,
    cloneUrl: data.links.clone.find(({ name }) => name === "https")?.href ?? `${url}.git`,
    url,
    defaultBranch: data.mainbranch?.name ?? "main",
    isPrivate: data.is_private,
    isArchived: false,
    description: data.description ?? "",
  };
}

const branchSchema = z.object({ name: z.string(), target: z.object({ hash: z.string() }) });

/** https://developer.atlassian.com/cloud/bitbucket/rest/api-group-refs/ */
export async function readBranchHeads(client: BitbucketClient, fullName: string): Promise<BranchHead[]> {
  const rows = await client.all({ doing: `read the branches of ${fullName}`, path: `${repositoryPath(fullName)}/refs/branches?pagelen=100`, schema: branchSchema });
  return rows.map(({ name, target }) => ({ name, sha: target.hash }));
}

/** A branch's name may have slashes, which a path would take apart: its commit is asked for first. https://developer.atlassian.com/cloud/bitbucket/rest/api-group-source/ */
export async function readFile(client: BitbucketClient, { fullName, path, ref }: FilePlace): Promise<Buffer | null> {
  const commit = await wholeCommit(client, { fullName, ref });
  if (commit === null) return null;
  return client.bytes({ doing: `read ${path} of ${fullName}`, path: `${repositoryPath(fullName)}/src/${commit}/${path.split("/").map(encodeURIComponent).join("/")}` });
}

/** The whole name of a commit, of which a branch or its first letters are known; null where there is none. https://developer.atlassian.com/cloud/bitbucket/rest/api-group-commits/ */
export async function wholeCommit(client: BitbucketClient, { fullName, ref }: { fullName: string; ref: string }): Promise<string | null> {
  try {
    return (await client.call({ doing: `read the commit ${ref} of ${fullName}`, path: `${repositoryPath(fullName)}/commit/${encodeURIComponent(ref)}`, schema: z.object({ hash: z.string().regex(/^[0-9a-f]{40}$/) }) })).data.hash;
  } catch (error) {
    if (error instanceof RefusedError && error.answered === 404) return null;
    throw error;
  }
}

const permissionSchema = z.object({ permission: z.enum(["read", "write", "admin", "none"]), user: z.object({ uuid: z.string(), nickname: z.string().nullish() }) });

export type PermissionInput = { fullName: string; login: string; id?: string };

/**
 * What a person may do, his groups counted in, where the token may see a workspace's permissions; else what he was given himself. Where it may see
 * neither, nobody may do anything. https://developer.atlassian.com/cloud/bitbucket/rest/api-group-workspaces/
 */
export async function readPermission(client: BitbucketClient, { fullName, login, id }: PermissionInput): Promise<ForgePermission> {
  const [workspace = "", name = ""] = fullName.split("/");
  const doing = `read what ${login} may do in ${fullName}`;
  if (id === undefined || !/^\{[0-9a-f-]{36}\}$/i.test(id)) return "none";
  const query = encodeURIComponent(`user.uuid="${id}"`);
  const rows = await client
    .all({ doing, path: `/workspaces/${encodeURIComponent(workspace)}/permissions/repositories/${encodeURIComponent(name)}?q=${query}`, schema: permissionSchema })
    .catch((error: unknown) => unless(error, [403, 404], null));
  if (rows !== null) return rows.find(({ user }) => user.uuid === id)?.permission ?? "none";
  const own = await client
    .call({ doing, path: `${repositoryPath(fullName)}/permissions-config/users/${encodeURIComponent(id)}`, schema: permissionSchema })
    .catch((error: unknown) => unless(error, [403, 404], null));
  return own?.data.user.uuid === id ? own.data.permission : "none";
}

/** What stands for an answer that was one of these. */
function unless<T>(error: unknown, answers: readonly number[], value: T): T {
  if (error instanceof RefusedError && answers.includes(error.answered)) return value;
  throw error;
}
