/** What builds run in. `none` says why there is no bubblewrap. */
export type Isolation = Bubblewrap | { kind: "none"; reason: string };

export type Bubblewrap = {
  kind: "bubblewrap";
  /** Path of `bwrap`. */
  program: string;
  /** Where the worker is root, the user and group that builds run as; null: the worker's own user, in a user namespace. */
  runAs: number | null;
  /** Whether the kernel counts the threads of each build for itself, and not all that the same user has on the server. */
  countsAlone: boolean;
  /** What of the system is shown to builds, as arguments of bwrap. */
  system: readonly string[];
};

/** How much one build may use. A limit that is reached ends it. */
export type BuildLimits = {
  memoryBytes: number;
  /** Of the folder with the sources, temporary files and the home folder together. */
  diskBytes: number;
  files: number;
  processes: number;
  /** Of all its processes together; each has one at least. */
  threads: number;
};
