import type { EngineAddress } from "../container/engine-address.js";
import type { InstalledNode } from "../find-installed-nodes.js";

/** What builds run in. `none` says why they cannot be isolated. */
export type Isolation = Bubblewrap | Containers | { kind: "none"; reason: string };

/** A user that no package makes: what belongs to nobody else cannot be read by it, nor end what is not a build. */
export const buildUser = 48_213;

/** A container of a Docker engine for each command. */
export type Containers = {
  kind: "container";
  image: string;
  address: EngineAddress;
  /** As with bubblewrap. */
  runAs: number | null;
  /** The user and group inside, by number. */
  user: string;
  /** JavaScript of the program that stands on the server for what runs in a container. */
  program: string;
  /** The image's own. */
  node: InstalledNode;
};

export type Bubblewrap = {
  kind: "bubblewrap";
  /** Path of `bwrap`. */
  program: string;
  /** Where the worker is root, the user and group that builds run as; null: the worker's own user, in a user namespace. */
  runAs: number | null;
  /** Whether the kernel counts the threads of each build for itself, and not all that the same user has on the server. */
  countsAlone: boolean;
  /** Folders of the control groups that keep them to their processors and their share of these; none where this process can make none. */
  processorGroups: readonly string[];
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
  /** Numbers of the processors that builds use, separated by commas; all, where it is not given. */
  processors?: string | undefined;
};
