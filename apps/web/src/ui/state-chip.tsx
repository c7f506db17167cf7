import type { DeploymentState } from "@windlass/contracts/deployment-state";
import type { StepState } from "@windlass/contracts/step";
import { Ban, Check, CircleDashed, CircleSlash, Clock3, LoaderCircle, RotateCcw, TriangleAlert, X, type LucideIcon } from "lucide-react";
import { Chip } from "./chip.js";
import { cn } from "./cn.js";
import { deploymentStateLook, stageStatusLook, stepStateLook, type StageStatus } from "./state-tone.js";

const deploymentIcon = {
  queued: Clock3,
  preparing: LoaderCircle,
  planning: LoaderCircle,
  awaiting_approval: TriangleAlert,
  deploying: LoaderCircle,
  verifying: LoaderCircle,
  rolling_back: RotateCcw,
  succeeded: Check,
  failed: X,
  rolled_back: RotateCcw,
  rejected: Ban,
  cancelled: CircleSlash,
  superseded: CircleSlash,
} satisfies Record<DeploymentState, LucideIcon>;

/** The state of a deployment: icon, word and colour. `skipped`: it never began, because what it depends on did not succeed. */
export function DeploymentStateChip({ state, skipped = false, className }: { state: DeploymentState; skipped?: boolean; className?: string }) {
  const look = skipped ? { ...deploymentStateLook[state], label: "Skipped" } : deploymentStateLook[state];
  const Icon = deploymentIcon[state];
  return (
    <Chip tone={look.tone} className={className} data-state={state}>
      <Icon aria-hidden className={cn(Icon === LoaderCircle && "animate-spin")} />
      {look.label}
    </Chip>
  );
}

const stageIcon = {
  never_deployed: CircleDashed,
  deploying: LoaderCircle,
  live: Check,
  failed: X,
  removed: CircleSlash,
  sandbox_lost: TriangleAlert,
} satisfies Record<StageStatus, LucideIcon>;

/** What stands behind a stage now: icon, word and colour. */
export function StageStatusChip({ status, className }: { status: StageStatus; className?: string }) {
  const look = stageStatusLook[status];
  const Icon = stageIcon[status];
  return (
    <Chip tone={look.tone} className={className} data-status={status}>
      <Icon aria-hidden className={cn(Icon === LoaderCircle && "animate-spin")} />
      {look.label}
    </Chip>
  );
}

const stepIcon = {
  pending: CircleDashed,
  running: LoaderCircle,
  succeeded: Check,
  failed: X,
  skipped: CircleSlash,
  cancelled: CircleSlash,
} satisfies Record<StepState, LucideIcon>;

/** The state of one step of a deployment. */
export function StepStateChip({ state, className }: { state: StepState; className?: string }) {
  const look = stepStateLook[state];
  const Icon = stepIcon[state];
  return (
    <Chip tone={look.tone} className={className} data-state={state}>
      <Icon aria-hidden className={cn(Icon === LoaderCircle && "animate-spin")} />
      {look.label}
    </Chip>
  );
}
