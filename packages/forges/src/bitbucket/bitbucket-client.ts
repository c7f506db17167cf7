import { z } from "zod";
import { openClient, type Call, type Client, type Connection } from "../client/open-client.js";

export type BitbucketConnection = Pick<Connection, "checkAddress" | "retryBaseMs"> & {
  /** As people open it: `https://bitbucket.org`; anywhere else the API is expected at `/2.0`. */
  baseUrl: string;
};

export type BitbucketClient = Client & {
  /** The rows of a list, page by page. */
  pages<T>(call: Pick<Call<T>, "doing" | "path" | "schema">): AsyncGenerator<T[]>;
  /** All of them, of a list that is not long. */
  all<T>(call: Pick<Call<T>, "doing" | "path" | "schema">): Promise<T[]>;
};

const mostPages = 100;

/** Bitbucket Cloud's REST API, with a repository, project or workspace access token. https://developer.atlassian.com/cloud/bitbucket/rest/ */
export function openBitbucketClient({ baseUrl, ...connection }: BitbucketConnection, token: string): BitbucketClient {
  const { hostname, origin } = new URL(baseUrl);
  const apiUrl = hostname === "bitbucket.org" ? "https://api.bitbucket.org/2.0" : `${origin}/2.0`;
  const client = openClient({ ...connection, name: "Bitbucket", apiUrl, headers: { authorization: `Bearer ${token}` } });
  async function* pages<T>({ path, schema, ...call }: Pick<Call<T>, "doing" | "path" | "schema">): AsyncGenerator<T[]> {
    let next: string | undefined = path;
    for (let read = 0; next !== undefined && read < mostPages; read += 1) {
      const { data }: { data: { values: T[]; next?: string | undefined } } = await client.call({ ...call, path: next, schema: z.object({ values: z.array(schema), next: z.string().optional() }) });
      yield data.values;
      next = data.next;
    }
  }
  return {
    ...client,
    pages,
    async all(call) {
      const rows: z.output<typeof call.schema>[] = [];
      for await (const page of pages(call)) rows.push(...page);
      return rows;
    },
  };
}

/** A repository as Bitbucket's paths take it. */
export function repositoryPath(fullName: string): string {
  return `/repositories/${fullName.split("/").map(encodeURIComponent).join("/")}`;
}
