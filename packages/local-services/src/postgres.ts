import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { startChild, type Child } from "./child.js";
import { freePort } from "./free-port.js";
import { postgresBinaries, type PostgresBinaries } from "./postgres-binaries.js";
import { postgresUser, spawnAs, type PostgresUser } from "./postgres-user.js";
import { releaseCluster } from "./release-cluster.js";
import { runCommand } from "./run-command.js";
import { ServiceError } from "./service-error.js";
import { waitUntilReady } from "./wait-until.js";

export interface PostgresOptions {
  /** Holds the cluster and its password; made when it is missing. */
  dataDir: string;
  logFile: string;
  /** The port to listen on; a free one when it is left out. */
  port?: number;
  /** For tests only: commits are not flushed to disk. */
  volatile?: boolean;
}

export interface LocalPostgres {
  /** Connects as the owner of everything to the database `windlass`, which the first migration creates. */
  readonly url: string;
  /** The same for the database `postgres`, which is always there. */
  readonly adminUrl: string;
  readonly port: number;
  readonly child: Child;
  /** Ends all connections and stops. */
  stop(): Promise<void>;
}

interface Cluster {
  directory: string;
  password: string;
  binaries: PostgresBinaries;
  user: PostgresUser;
}

/**
 * Starts the Postgres that comes with Windlass on a free port of the loopback interface. What a killed start left
 * behind (a lock file, a server that still runs) is cleared away first.
 * @throws ServiceError when it cannot be had.
 */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const cluster = await openCluster(options);
  await releaseCluster(cluster.directory);
  const port = options.port ?? (await freePort());
  const args = ["-D", cluster.directory, "-p", String(port), ...settings(options)];
  const child = await startChild({
    ...spawnAs(cluster.user, cluster.binaries.postgres, args),
    env: serverEnvironment(),
    logFile: options.logFile,
  });
  const server = `postgresql://windlass:${cluster.password}@127.0.0.1:${port}`;
  const adminUrl = `${server}/postgres`;
  const check = () => answers(adminUrl);
  await waitUntilReady({ name: "Postgres", child, logFile: options.logFile, timeoutMs: 60_000, check });
  // SIGINT is the fast shutdown: it ends sessions and writes a checkpoint; SIGTERM would wait for the sessions.
  return { url: `${server}/windlass`, adminUrl, port, child, stop: () => child.end("SIGINT", 20_000) };
}

async function openCluster({ dataDir }: PostgresOptions): Promise<Cluster> {
  const directory = join(dataDir, "cluster");
  const passwordFile = join(dataDir, "password");
  mkdirSync(directory, { recursive: true });
  const binaries = await postgresBinaries();
  const user = await postgresUser([directory, binaries.postgres]);
  if (!existsSync(join(directory, "PG_VERSION"))) {
    writeFileSync(passwordFile, randomBytes(24).toString("hex"), { mode: 0o600 });
    for (const path of [directory, passwordFile]) {
      if (user.uid !== undefined && user.gid !== undefined) chownSync(path, user.uid, user.gid);
    }
    await initialise({ directory, passwordFile, binaries, user });
  }
  return { directory, binaries, user, password: readFileSync(passwordFile, "utf8").trim() };
}

async function initialise(cluster: Omit<Cluster, "password"> & { passwordFile: string }): Promise<void> {
  const { command, args, ...as } = spawnAs(cluster.user, cluster.binaries.initdb, [
    `--pgdata=${cluster.directory}`,
    `--pwfile=${cluster.passwordFile}`,
    "--username=windlass",
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
  ]);
  const result = await runCommand(command, args, { ...as, env: serverEnvironment() });
  if (result.code === 0) return;
  throw new ServiceError(
    `Postgres could not make its data folder: ${result.stderr.trim()}`,
    `Is ${cluster.directory} writable, and is there room on the disk?`,
  );
}

function settings({ volatile = false }: PostgresOptions): string[] {
  const values = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: volatile ? "300" : "100",
    timezone: "UTC",
    // Statements are planned once for each connection. Until the tables are looked at, those of a young server are planned for tables without rows.
    autovacuum_naptime: "10s",
    ...(volatile ? { fsync: "off", synchronous_commit: "off", full_page_writes: "off" } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** The server inherits nothing that could change how it works (PGDATA, PGPORT, …). */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, TZ: "UTC", LC_ALL: "C" };
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => undefined); // A server that is still starting may cut the connection: it is asked again.
  try {
    await client.connect();
    await client.query("select 1");
    return true;
  } finally {
    await client.end();
  }
}
