import type { WindlassError } from "@windlass/contracts/error";
import type { AllowedHost } from "../../network/allowed-hosts.js";
import type { EnvironmentInput } from "../build-environment.js";
import type { Command } from "./enclose.js";
import type { BuildLimits, Isolation } from "./isolation.js";

export type BuildPlaceInput = Omit<EnvironmentInput, "home" | "nodeProgram" | "cache"> & {
  isolation: Isolation;
  limits: BuildLimits;
  hosts: readonly AllowedHost[];
  workDir: string;
  /** The repository's files. */
  root: string;
  /** Shared by builds of people who may push; null where this one gets none. */
  packageCache: string | null;
  /** What the build may read besides, such as the objects of the repository's history. */
  readOnly: readonly string[];
  nodeProgram: string;
  signal: AbortSignal;
  onRefused: (place: string, reason: string | null) => void;
};

/** With its whole environment. `admit`: what is to be done once it has been started, and before it begins. */
export type Prepared = Command & { cwd: string; env: Record<string, string>; admit?: (pid: number) => Promise<void> };

/** Where the commands of one build run, and how. */
export type BuildPlace = {
  /** The command to start in place of `command`. */
  prepare(command: Command & { cwd: string }): Prepared;
  /** The same without the network, for a command that is given an environment, and one file to read besides. */
  encloseConfig(command: Command & { cwd: string; reads: string }): Command;
  /** What the build may write. */
  folders: readonly string[];
  isIsolated: boolean;
  /** Whether its processes are counted inside the bubblewrap that was started; an engine counts those of a container itself. */
  isWatchedByPid: boolean;
  /** The limit that the last command met without anybody's seeing it; null when there is none. */
  excess(): Promise<WindlassError | null>;
  close(): Promise<void>;
};

/** Folders of one build. */
export type BuildFolders = Record<"source" | "home" | "tmp" | "shm" | "net" | "etc", string>;
