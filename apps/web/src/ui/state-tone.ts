import type { DeploymentKind } from "@windlass/contracts/deployment-kind";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import type { StepState } from "@windlass/contracts/step";
import type { StageSummary } from "@windlass/contracts/stage";
import type { Tone } from "./chip.js";

export type StageStatus = StageSummary["status"];
type Look = { label: string; tone: Tone; atWork?: true };

/** How each state of a deployment is called and coloured, everywhere. */
export const deploymentStateLook = {
  queued: { label: "Queued", tone: "idle" },
  preparing: { label: "Preparing", tone: "run", atWork: true },
  planning: { label: "Planning", tone: "run", atWork: true },
  awaiting_approval: { label: "Waits for approval", tone: "warn" },
  deploying: { label: "Deploying", tone: "run", atWork: true },
  verifying: { label: "Verifying", tone: "run", atWork: true },
  rolling_back: { label: "Rolling back", tone: "warn", atWork: true },
  succeeded: { label: "Succeeded", tone: "good" },
  failed: { label: "Failed", tone: "bad" },
  rolled_back: { label: "Rolled back", tone: "bad" },
  rejected: { label: "Rejected", tone: "idle" },
  cancelled: { label: "Cancelled", tone: "idle" },
  superseded: { label: "Superseded", tone: "idle" },
} as const satisfies Record<DeploymentState, Look>;

export const stageStatusLook = {
  never_deployed: { label: "Never deployed", tone: "idle" },
  deploying: { label: "Deploying", tone: "run", atWork: true },
  live: { label: "Live", tone: "good" },
  failed: { label: "Failed", tone: "bad" },
  removed: { label: "Removed", tone: "idle" },
  sandbox_lost: { label: "Sandbox stack gone", tone: "warn" },
} as const satisfies Record<StageStatus, Look>;

export const stepStateLook = {
  pending: { label: "Waiting", tone: "idle" },
  running: { label: "Running", tone: "run", atWork: true },
  succeeded: { label: "Done", tone: "good" },
  failed: { label: "Failed", tone: "bad" },
  skipped: { label: "Skipped", tone: "idle" },
  cancelled: { label: "Cancelled", tone: "idle" },
} as const satisfies Record<StepState, Look>;

export const deploymentKindLabel = {
  deploy: "Deploy",
  rollback: "Rollback",
  remove: "Removal",
  preview: "Preview",
  function: "Function update",
  repair: "Repair",
} as const satisfies Record<DeploymentKind, string>;
