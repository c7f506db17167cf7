import type pg from "pg";

/** So long a connection may be in use before the server is asked about it: most statements take milliseconds. */
const patienceMs = 3_000;
const lookEveryMs = 1_500;

export type SilenceWatch = {
  /** Whether the server answers anybody. */
  isAnswering: () => Promise<boolean>;
  /** Which of its processes wait for a statement, and since when. */
  findIdle: (processIds: readonly number[]) => Promise<Map<number, string>>;
  /** Told each time that connections are given up. */
  onSilence: (message: string) => void;
};

type Waiting = { client: pg.PoolClient; processId: number };

/**
 * Gives up connections whose answer will never come: where packets are lost, neither side is told, and whoever waits would wait
 * for minutes. All are given up when the server answers nobody; a single one when the server itself waits for a statement on it,
 * at two looks in a row. A statement that takes long is none of that. Whoever holds a connection that is given up hears that it was
 * terminated. Returns what ends the watch.
 */
export function watchSilence(pool: pg.Pool, { isAnswering, findIdle, onSilence }: SilenceWatch): () => void {
  const inUse = new Map<pg.PoolClient, number>();
  pool.on("acquire", (client) => inUse.set(client, performance.now()));
  pool.on("release", (_error, client) => inUse.delete(client));
  let suspects = new Map<pg.PoolClient, string>();

  const findLost = async (waiting: readonly Waiting[]): Promise<pg.PoolClient[]> => {
    const idle = await findIdle(waiting.map(({ processId }) => processId));
    const before = suspects;
    suspects = new Map(waiting.flatMap(({ client, processId }) => (idle.has(processId) ? [[client, idle.get(processId) ?? ""]] : [])));
    return [...suspects].flatMap(([client, since]) => (before.get(client) === since && isWaiting(client) ? [client] : []));
  };
  const look = async (): Promise<void> => {
    const askedAt = performance.now();
    const waiting = [...inUse].flatMap(([client, since]) => (askedAt - since > patienceMs && isWaiting(client) ? [{ client, processId: processIdOf(client) }] : []));
    if (waiting.length === 0) return;
    const answers = await isAnswering();
    const lost = answers ? await findLost(waiting) : [...inUse.keys()];
    if (lost.length === 0) return;
    onSilence(answers ? "The answer of the database to a statement was lost: its connection is given up." : "The database is silent: all connections to it are given up.");
    for (const client of lost) client.end().catch(() => undefined);
    await dropIdle(pool);
  };
  let looking: Promise<void> | null = null;
  const timer = setInterval(() => {
    looking ??= look().finally(() => (looking = null));
  }, lookEveryMs).unref();
  return () => clearInterval(timer);
}

// node-postgres keeps both; its types do not tell.
function isWaiting(client: pg.PoolClient): boolean {
  return Reflect.get(client, "readyForQuery") === false;
}

function processIdOf(client: pg.PoolClient): number {
  return Number(Reflect.get(client, "processID"));
}

/** Connections that nobody uses went the same way: the next one to use them would wait again. */
export async function dropIdle(pool: pg.Pool): Promise<void> {
  while (pool.idleCount > 0) {
    const client = await pool.connect().catch(() => null);
    if (client === null) return;
    client.release(true);
  }
}
