import type { BuildLimits, Bubblewrap } from "./isolation.js";

/** What one command inside may see and use. Paths are the same inside and outside. */
export type Cell = {
  /** Folders of the build's own, which it may write. */
  writable: readonly string[];
  /** Files and folders that it may read besides the system's. */
  readOnly: readonly string[];
  /** Shown in other places, such as a folder of the build's own as /tmp. */
  placed: readonly { path: string; at: string; writable: boolean }[];
  limits: BuildLimits;
  /** The descriptor at which it waits for a byte before it begins, if it is to wait. */
  waitsAt?: number;
};

export type Command = { program: string; args: readonly string[] };

/** The watch, which names the limit, counts to the limit: the kernel refuses a little later. */
const slackThreads = 32;

/** Where the kernel counts what all builds of the user have, and on some systems all that the user has. */
const sharedThreadsPerProcess = 16;

/**
 * The command that runs another one inside bubblewrap: with the namespaces of a machine of its own, without network,
 * privileges or a way to get any, and with its own user where the worker is root. Its environment is the caller's to give:
 * bwrap passes on the one that it is started with.
 */
export function enclose({ program, runAs, countsAlone, system }: Bubblewrap, { program: inner, args }: Command, cell: Cell): Command {
  const { writable, readOnly, placed, limits, waitsAt } = cell;
  const binds = [
    ...placed.flatMap(({ path, at, writable: mayWrite }) => bind(mayWrite ? "--bind" : "--ro-bind", path, at)),
    ...readOnly.flatMap((path) => bind("--ro-bind-try", path, path)),
    ...writable.flatMap((path) => bind("--bind", path, path)),
  ];
  return {
    program,
    args: [
      ...(runAs === null ? asOwnUser : asRoot),
      ...(runAs === null && countsAlone ? ["--unshare-user"] : []),
      ...(waitsAt === undefined ? [] : ["--block-fd", String(waitsAt)]),
      "--die-with-parent", "--new-session", "--hostname", "build",
      ...system,
      "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev",
      ...binds,
      "--remount-ro", "/",
      "--chdir", "/", "--",
      ...(runAs === null ? [] : becoming(runAs)),
      ...(runAs !== null && countsAlone ? countedAlone(runAs) : []),
      ...limited(limits, countsAlone ? limits.threads + slackThreads : limits.processes * sharedThreadsPerProcess),
      inner, ...args,
    ],
  };
}

/** The folders above it are made first: those that bwrap makes by itself may be closed to the builds' user. */
export function bind(kind: "--bind" | "--ro-bind" | "--ro-bind-try", path: string, at: string): string[] {
  const names = at.split("/").slice(1, -1);
  const above = names.map((_, index) => `/${names.slice(0, index + 1).join("/")}`);
  return [...above.flatMap((folder) => ["--dir", folder]), kind, path, at];
}

const asOwnUser = ["--unshare-all", "--cap-drop", "ALL"];

/** Root needs no user namespace. It keeps what it takes to become the other user, which then has none of it. */
const asRoot = [
  "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try", "--cap-drop", "ALL",
  ...["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP"].flatMap((name) => ["--cap-add", name]),
];

const becoming = (user: number): string[] => ["setpriv", `--reuid=${user}`, `--regid=${user}`, "--clear-groups", "--inh-caps=-all", "--bounding-set=-all"];

/**
 * A user namespace of the build's own, in which it has no more rights than before: since Linux 5.14 the kernel counts the threads of a user in
 * each, so that the limit is this build's alone. One that it makes inside counts here as well.
 */
const countedAlone = (user: number): string[] => [
  "unshare", "--user", `--map-user=${user}`, `--map-group=${user}`, "--keep-caps",
  "setpriv", "--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all",
];

/**
 * What the kernel itself refuses. Memory is of one process and counts what is reserved as well: twice the limit, which the
 * sum of what all use meets first.
 */
function limited({ memoryBytes, diskBytes, processors }: BuildLimits, threads: number): string[] {
  const kept = processors === undefined ? [] : ["taskset", "--cpu-list", processors];
  return [...kept, "prlimit", `--nproc=${threads}`, `--data=${memoryBytes * 2}`, `--fsize=${diskBytes}`, "--core=0", "--"];
}
