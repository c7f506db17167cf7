import type { GithubApp } from "@windlass/contracts/github";
import { authorize, type OperationContext } from "../context.js";
import { githubAppFields, toGithubApp } from "./app-view.js";

/** Every App, oldest first, with its installations as GitHub said last. */
export async function listGithubApps(context: OperationContext): Promise<GithubApp[]> {
  authorize(context, "repository:manage");
  const rows = await context.db.prisma.githubApp.findMany({ ...githubAppFields, orderBy: { id: "asc" } });
  return rows.map(toGithubApp);
}
