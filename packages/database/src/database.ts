import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { createAnnouncer, type Announcement } from "./announcer.js";
import { PrismaClient } from "./generated/client.js";
import { findIdle, isAnswering } from "./ask-server.js";
import { prepareStatements } from "./prepare-statements.js";
import { dropIdle, watchSilence } from "./watch-silence.js";

export type Database = {
  prisma: PrismaClient;
  /** The pool that Prisma uses too; for the hot statements that are written by hand. */
  pool: pg.Pool;
  /** Notifies of what a hot statement has committed, which leaves it to its caller: see `createAnnouncer`. */
  announce(announcements: readonly Announcement[]): void;
  /** Closes the connections that nobody uses: they may have been lost with another one. */
  dropIdle(): Promise<void>;
  close(): Promise<void>;
};

/** One connection of the pool, as a transaction holds it. */
export type DatabaseClient = pg.PoolClient;

export type DatabaseOptions = {
  url: string;
  /** Connections at most; 10 when left out. */
  maxConnections?: number;
  /** Told of connections that broke while idle, or were given up. They are replaced when needed, so nothing has to be done. */
  onIdleError?: (error: Error) => void;
};

/** Statements may wait for one another; the client waits a little longer than the server lets them, for an answer may be lost. */
const statementTimeoutMs = 30_000;
const queryTimeoutMs = 35_000;

/**
 * Opens one pool of connections, shared by Prisma and by statements written by hand. Connects on first use; a
 * query fails within 5 s when the server cannot be reached, within 9 s when it falls silent or its answer is lost, and after 30 s when it works on it.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: statementTimeoutMs,
    query_timeout: queryTimeoutMs,
    keepAlive: true,
    application_name: "windlass",
  });
  const onError = options.onIdleError ?? (() => undefined);
  pool.on("error", onError);
  // The pool listens to idle connections only, and an error that nobody hears ends the process. Whoever holds the
  // connection hears of it by its next query, which fails.
  pool.on("connect", (client) => client.on("error", () => undefined));
  prepareStatements(pool);
  const endWatch = watchSilence(pool, {
    isAnswering: () => isAnswering(options.url),
    findIdle: (processIds) => findIdle(options.url, processIds),
    onSilence: (message) => onError(new Error(message)),
  });
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const announcer = createAnnouncer(pool, onError);
  return {
    prisma,
    pool,
    announce: (announcements) => announcer.announce(announcements),
    dropIdle: () => dropIdle(pool),
    async close() {
      endWatch();
      await announcer.settled();
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
