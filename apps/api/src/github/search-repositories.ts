import type { ProblemDetail } from "@windlass/contracts/error";
import type { ForgeRepository } from "@windlass/contracts/forge";
import type { GithubRepositories } from "@windlass/contracts/github";
import { listInstallationRepositories } from "@windlass/github/app/list-repositories";
import type { OperationContext } from "@windlass/operations/context";
import { listGithubApps } from "@windlass/operations/github/list-apps";
import { openGithubApps } from "@windlass/operations/github/open-apps";
import { findRegistered } from "@windlass/operations/repository/find-registered";
import type { FastifyInstance } from "fastify";
import { toProblem } from "../plugins/problems.js";

/** A list is for choosing from: who has more narrows the search. */
const mostShown = 50;

/** The repositories of all installations whose name has the search in it, by name. */
export async function searchRepositories(app: FastifyInstance, { context, search }: { context: OperationContext; search: string }): Promise<GithubRepositories> {
  const { all, problems } = await listAll(app, context);
  const wanted = search.trim().toLowerCase();
  const matching = all.filter(({ fullName }) => fullName.toLowerCase().includes(wanted)).toSorted((a, b) => (a.fullName.toLowerCase() < b.fullName.toLowerCase() ? -1 : 1));
  const shown = matching.slice(0, mostShown);
  const ids = await findRegistered(context, shown.map(({ cloneUrl }) => cloneUrl));
  return { repositories: shown.map((row, index) => ({ ...row, repositoryId: ids[index] ?? null })), total: matching.length, problems };
}

async function listAll(app: FastifyInstance, context: OperationContext): Promise<{ all: ForgeRepository[]; problems: ProblemDetail[] }> {
  const credentials = new Map((await openGithubApps(context, app.keyring)).map((row) => [row.id, row]));
  const all = new Map<string, ForgeRepository>();
  const problems: ProblemDetail[] = [];
  for (const { id, installations } of await listGithubApps(context)) {
    const own = credentials.get(id);
    if (!own) continue;
    for (const { installationId } of installations.filter(({ suspendedAt }) => suspendedAt === null)) {
      try {
        const rows = await app.githubRepositories.read(`${id} ${installationId}`, () => listInstallationRepositories(app.github.app(own), { installationId }));
        for (const row of rows) all.set(row.cloneUrl, row);
      } catch (error) {
        const { code, message, hint } = toProblem(error);
        problems.push({ code, message, hint });
      }
    }
  }
  return { all: [...all.values()], problems };
}
