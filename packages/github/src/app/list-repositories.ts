import type { ForgeRepository } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import { toRepository } from "../repository/to-repository.js";
import type { GithubApp } from "./open-app.js";

/** The repositories that an installation may reach, by name; `search` keeps those whose name has it. */
export function listInstallationRepositories(app: GithubApp, input: { installationId: number; search?: string }): Promise<ForgeRepository[]> {
  const wanted = (input.search ?? "").trim().toLowerCase();
  return callGithub(`list the repositories of installation ${input.installationId}`, async () => {
    const rows = await app.installation(input.installationId).paginate("GET /installation/repositories", { per_page: 100 });
    const repositories = rows.map(toRepository);
    return repositories.filter(({ fullName }) => fullName.toLowerCase().includes(wanted)).toSorted((a, b) => (a.fullName < b.fullName ? -1 : 1));
  });
}
