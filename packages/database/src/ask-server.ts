import { connect } from "node:net";
import pg from "pg";

/** PostgreSQL's SSLRequest: its own length and the code that stands for it. https://www.postgresql.org/docs/18/protocol-message-formats.html */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** How long the server may take to say anything; what is slower counts as silent. */
export const silenceMs = 3_000;

/**
 * Whether the server at `url` says anything at all within `silenceMs`. Asks what every client may ask before anything else, on a
 * connection of its own: the answer needs neither a password nor a free slot, however busy the server is. Never throws.
 */
export async function isAnswering(url: string): Promise<boolean> {
  const { host, port } = new pg.Client({ connectionString: url });
  const socket = host.startsWith("/") ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
  try {
    return await new Promise<boolean>((resolve) => {
      socket.setTimeout(silenceMs, () => resolve(false));
      socket.once("connect", () => socket.write(sslRequest));
      socket.once("data", () => resolve(true));
      socket.once("error", () => resolve(false));
      socket.once("close", () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}

/**
 * Which of the server's processes wait for a statement, and since when by its clock, in no form that means anything but whether it
 * changed. None when the server has no time to tell. Never throws.
 */
export async function findIdle(url: string, processIds: readonly number[]): Promise<Map<number, string>> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: silenceMs, query_timeout: silenceMs, application_name: "windlass watch" });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number; since: string }>(
      "SELECT pid, state_change::text AS since FROM pg_stat_activity WHERE pid = ANY ($1::int[]) AND state LIKE 'idle%'",
      [processIds],
    );
    return new Map(rows.map(({ pid, since }) => [pid, since]));
  } catch {
    return new Map();
  } finally {
    client.end().catch(() => undefined);
  }
}
