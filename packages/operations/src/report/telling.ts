import type { Forge } from "@windlass/contracts/forge";
import type { ForgeLinks } from "@windlass/contracts/forge-links";
import type { Keyring } from "../sealing.js";
import type { DeploymentFacts } from "./deployment-facts.js";
import type { ReportRepository } from "./report-repository.js";

/** Where something is told: a repository on a forge, and what Windlass may write there. */
export type ReportTarget = {
  forge: Forge;
  fullName: string;
  links: ForgeLinks;
  /** By a token that people give for reading: that it may not write is no trouble. */
  mayBeReadOnly: boolean;
};

export type Telling = {
  keyring: Keyring;
  /** Where people reach Windlass; null where that is not set, and nothing links to it. */
  publicUrl: string | null;
  /** Null where Windlass is not connected with the repository's forge. Throws the `forge_…` errors. */
  openTarget: (repository: ReportRepository) => Promise<ReportTarget | null>;
  /** Hears of what is a defect. */
  onDefect: (error: unknown) => void;
};

/** One deployment on its way to a forge. */
export type ToldDeployment = {
  facts: DeploymentFacts;
  target: ReportTarget;
  /** The deployment's page. */
  pageUrl: string | null;
};
