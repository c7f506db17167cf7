import type { SessionPool } from "@windlass/aws/session-pool";
import type { ForgePool } from "@windlass/forges/open-forge-pool";
import type { AppPool } from "@windlass/github/app/app-pool";
import type { OperationContext } from "@windlass/operations/context";
import type { Masker } from "@windlass/operations/masking/masker";
import type { Keyring } from "@windlass/operations/sealing";
import type { HintPublisher } from "@windlass/queue/event-hints";
import type { Logger } from "pino";
import type { BuildSettings } from "./build/build-settings.js";
import type { LeaseKeeper } from "./deployment/lease-keeper.js";

/** What the worker's jobs use. Opened once per process. */
export type WorkerServices = {
  db: OperationContext["db"];
  keyring: Keyring;
  sessions: SessionPool;
  github: AppPool;
  /** What tokens of repositories on GitLab and the like open. */
  forges: ForgePool;
  /** Where people reach Windlass, for links to it; null where that is not known. */
  publicUrl: string | null;
  hints: HintPublisher;
  logger: Logger;
  /** What the worker's own log is masked with: every secret that it came upon. */
  logMasker: Masker;
  /** Name of this process in leases: host, process id and start. */
  owner: string;
  /** Folder for mirrors, caches and working copies. */
  dataDir: string;
  /** Hosts (`host` or `host:port`) that Windlass may reach though they are in its own network. */
  allowedHosts: readonly string[];
  builds: BuildSettings;
  /** The leases that this process holds, by deployment, so that a notified cancellation is seen at once. */
  leases: Map<string, LeaseKeeper>;
  /** Asks for a look at what waits at this time, by this process; should it have ended by then, others look within 30 s. */
  lookAgainAt: (at: Date) => void;
  /** Aborts with ShutdownError when the process is to end. */
  shutdown: AbortSignal;
};
