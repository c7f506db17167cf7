import type { DeploymentSummary } from "@windlass/contracts/deployment";
import { ChangeBar } from "../../ui/change-bar.js";
import { cn } from "../../ui/cn.js";
import { Duration } from "../../ui/duration.js";
import { RowLink } from "../../ui/link.js";
import { Prose } from "../../ui/prose.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { DeploymentStateChip } from "../../ui/state-chip.js";
import { deploymentKindLabel } from "../../ui/state-tone.js";
import { causeText } from "./cause-text.js";
import { CommitLine } from "./commit-line.js";

/** Deployments, newest first, one row each; the whole row leads to the deployment. `j` and `k` move between rows. */
export function DeploymentList({
  deployments,
  label,
  showStage = false,
}: {
  deployments: readonly DeploymentSummary[];
  label: string;
  /** Names the stage (and the service) in each row, for lists over several stages. */
  showStage?: boolean;
}) {
  return (
    <ul aria-label={label} className="@container divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface shadow-raised">
      {deployments.map((deployment) => (
        <DeploymentRow key={deployment.id} deployment={deployment} showStage={showStage} />
      ))}
    </ul>
  );
}

function DeploymentRow({ deployment, showStage }: { deployment: DeploymentSummary; showStage: boolean }) {
  return (
    <li
      data-deployment={deployment.number}
      className={cn(
        "relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-5 gap-y-1 px-4 py-3 transition-colors hover:bg-hover/60",
        "@2xl:grid-cols-[7.5rem_minmax(0,1fr)_minmax(4.5rem,auto)_4.5rem_6.5rem] @2xl:items-center @2xl:gap-y-0",
      )}
    >
      <DeploymentTitle deployment={deployment} showStage={showStage} />
      <DeploymentStateChip state={deployment.state} skipped={deployment.error?.code === "dependency_failed"} className="justify-self-start @max-2xl:self-start @max-2xl:justify-self-end @2xl:col-start-1 @2xl:row-span-2 @2xl:row-start-1" />
      <DeploymentMeta deployment={deployment} />
      <ChangeBar counts={deployment.planCounts} className="@2xl:col-start-3 @2xl:row-span-2 @2xl:row-start-1" />
      <span className="flex gap-3 text-note text-ink-faint @max-2xl:justify-self-end @2xl:contents">
        <Duration ms={deployment.durationMs} since={deployment.startedAt} className="@2xl:col-start-4 @2xl:row-span-2 @2xl:row-start-1 @2xl:text-right" />
        <RelativeTime at={deployment.createdAt} className="@2xl:col-start-5 @2xl:row-span-2 @2xl:row-start-1 @2xl:text-right" />
      </span>
    </li>
  );
}

function DeploymentTitle({ deployment, showStage }: { deployment: DeploymentSummary; showStage: boolean }) {
  const { service, stage, number, kind, release } = deployment;
  const to = kind === "rollback" && release !== null ? ` to ${release}` : "";
  return (
    <div className="flex min-w-0 flex-wrap items-baseline gap-x-2 @2xl:col-start-2 @2xl:row-start-1">
      <RowLink
        to="/services/$service/stages/$stage/deployments/$number"
        params={{ service, stage, number }}
      >
        {showStage && `${service} / ${stage} `}
        <span className="tabular-nums">{`#${number}`}</span>
      </RowLink>
      <span className="text-ink-soft">{`${deploymentKindLabel[kind]}${to}`}</span>
    </div>
  );
}

/** What was deployed, who asked for it, and what went wrong. */
function DeploymentMeta({ deployment }: { deployment: DeploymentSummary }) {
  const { commit, error } = deployment;
  return (
    <div className="min-w-0 text-note @max-2xl:col-span-2 @2xl:col-start-2 @2xl:row-start-2">
      <div className="flex min-w-0 items-baseline gap-2 text-ink-soft">
        {commit !== null && <CommitLine commit={commit} />}
        <span className="shrink-0 text-ink-faint">{causeText(deployment)}</span>
      </div>
      {error !== null && (
        <p className="line-clamp-2 wrap-anywhere text-bad">
          <Prose text={error.message} />
        </p>
      )}
    </div>
  );
}
