import { callGithub } from "../client/github-error.js";
import type { GithubApp } from "./open-app.js";

/** Where an App is installed: an account and all or some of its repositories. */
export type Installation = {
  id: number;
  account: string;
  accountType: "User" | "Organization" | "Enterprise";
  selection: "all" | "selected";
  /** Where its repositories are chosen. */
  url: string;
  suspendedAt: Date | null;
};

/** Every installation of the App. */
export function listInstallations({ client, connection }: GithubApp): Promise<Installation[]> {
  return callGithub("list the App's installations", async () => {
    const rows = await client.paginate("GET /app/installations", { per_page: 100 });
    return rows.map((row) => toInstallation(row, connection.baseUrl));
  });
}

type Answer = Awaited<ReturnType<typeof requestInstallation>>["data"];

function toInstallation(row: Answer, baseUrl: string): Installation {
  const { account } = row;
  const isPerson = account !== null && "login" in account;
  return {
    id: row.id,
    account: account === null ? row.target_type : isPerson ? account.login : account.slug,
    accountType: !isPerson ? "Enterprise" : account.type === "Organization" ? "Organization" : "User",
    selection: row.repository_selection,
    url: new URL(new URL(row.html_url).pathname, baseUrl).href,
    suspendedAt: row.suspended_at === null ? null : new Date(row.suspended_at),
  };
}

function requestInstallation(app: GithubApp, name: { owner: string; repo: string }) {
  return app.client.request("GET /repos/{owner}/{repo}/installation", name);
}
