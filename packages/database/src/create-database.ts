import pg from "pg";

/** The name of the database that `url` points to. */
export function databaseName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.slice(1));
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(name)}`;
  return changed.toString();
}

/** Runs `work` with one connection to `url` and closes it. Throws what connecting or `work` throws. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const invalidCatalogName = "3D000";
/** The name exists, or was made in the same moment. */
const duplicateDatabase = new Set(["42P04", "23505"]);

/** Creates the database that `url` names when the server does not have it. Needs the right to create databases only then. */
export async function createDatabase(url: string): Promise<{ created: boolean }> {
  try {
    await withClient(url, (client) => client.query("SELECT 1"));
    return { created: false };
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== invalidCatalogName) throw error;
  }
  return withClient(withDatabase(url, "postgres"), async (client) => {
    try {
      await client.query(`CREATE DATABASE ${client.escapeIdentifier(databaseName(url))}`);
      return { created: true };
    } catch (error) {
      // Another process was first.
      if (error instanceof pg.DatabaseError && duplicateDatabase.has(error.code ?? "")) return { created: false };
      throw error;
    }
  });
}
