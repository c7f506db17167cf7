import { randomUUID } from "node:crypto";
import { allPages } from "@windlass/client/all-pages";
import type { CreateDeploymentGroup } from "@windlass/contracts/deployment-group";
import type { Repository } from "@windlass/contracts/repository";
import { repositoryAddress } from "../arguments.js";
import type { CommandContext } from "../context.js";
import type { ExitCode } from "../exit-code.js";
import { finishGroup } from "../follow/finish-group.js";
import { usageError } from "../usage-error.js";

export interface DeployAllOptions {
  stage?: string;
  repo?: string;
  only?: string[];
  ref?: string;
  rebuild?: boolean;
  wait?: boolean;
  follow?: boolean;
}

/** Deploys a stage of all services of a repository, or of those that are named, in waves. */
export async function deployAll(context: CommandContext, { stage, repo, only, ref, rebuild, wait, follow }: DeployAllOptions): Promise<ExitCode> {
  if (stage === undefined) throw usageError("--all needs the name of a stage.", "Such as: windlass deploy --all --stage dev");
  const which = only === undefined ? { repository: (await findRepository(context, repo)).id } : { services: only };
  const input: CreateDeploymentGroup = { stage, ...which, ...(ref === undefined ? {} : { ref }), ...(rebuild === true ? { rebuild } : {}) };
  const group = await context.client.deploymentGroups.create(input, { signal: context.signal, idempotencyKey: randomUUID() });
  return finishGroup(context, group, { wait: wait === true || follow === true });
}

/** The repository that is named by its address or full name; without one, the only one there is. */
export async function findRepository({ client, signal, io }: Pick<CommandContext, "client" | "signal" | "io">, repo: string | undefined): Promise<Repository> {
  const all = await allPages((cursor) => client.repositories.list({ cursor, limit: 100 }, { signal }));
  const names = all.map(({ url }) => url).join(", ");
  if (repo === undefined) {
    const [only, ...others] = all;
    if (only === undefined || others.length > 0) throw usageError("--repo is missing.", all.length === 0 ? "The server has no repository yet." : `Name one of ${names}.`);
    return only;
  }
  const address = repositoryAddress(repo, io.cwd);
  const found = all.find(({ url, fullName }) => url === address || url === repo || fullName?.toLowerCase() === repo.toLowerCase());
  if (!found) throw usageError(`The server has no repository ${repo}.`, all.length === 0 ? "Create a service of it first." : `It has ${names}.`);
  return found;
}
