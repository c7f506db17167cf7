import type { z } from "zod";
import { openClient, type Call, type Client, type Connection } from "../client/open-client.js";

export type GitlabConnection = Pick<Connection, "checkAddress" | "retryBaseMs"> & {
  /** As people open it: `https://gitlab.com`, or the address of a GitLab of one's own. */
  baseUrl: string;
};

export type GitlabClient = Client & {
  /** The rows of a list, page by page. */
  pages<T>(call: Pick<Call<T[]>, "doing" | "path" | "schema">): AsyncGenerator<T[]>;
  /** All of them, of a list that is not long. */
  all<T>(call: Pick<Call<T[]>, "doing" | "path" | "schema">): Promise<T[]>;
};

const perPage = 100;
const mostPages = 100;

/** GitLab's REST API of version 4, with a personal, project or group access token. https://docs.gitlab.com/api/rest/ */
export function openGitlabClient({ baseUrl, ...connection }: GitlabConnection, token: string): GitlabClient {
  const client = openClient({ ...connection, name: "GitLab", apiUrl: `${new URL(baseUrl).origin}/api/v4`, headers: { "private-token": token } });
  async function* pages<T>({ path, ...call }: Pick<Call<T[]>, "doing" | "path" | "schema">): AsyncGenerator<T[]> {
    let page = "1";
    for (let read = 0; page !== "" && read < mostPages; read += 1) {
      const { data, headers } = await client.call({ ...call, path: `${path}${path.includes("?") ? "&" : "?"}per_page=${perPage}&page=${page}` });
      yield data;
      page = headers.get("x-next-page") ?? "";
    }
  }
  return {
    ...client,
    pages,
    async all(call) {
      const rows: z.output<typeof call.schema> = [];
      for await (const page of pages(call)) rows.push(...page);
      return rows;
    },
  };
}

/** A project as GitLab's paths take it: its full path, encoded. */
export function projectPath(fullName: string): string {
  return `/projects/${encodeURIComponent(fullName)}`;
}
