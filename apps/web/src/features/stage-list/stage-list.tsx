import { isTerminal } from "@windlass/contracts/deployment-state";
import type { StageSummary } from "@windlass/contracts/stage";
import { GitBranch } from "lucide-react";
import { Chip, Mono } from "../../ui/chip.js";
import { RowLink } from "../../ui/link.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { DeploymentStateChip, StageStatusChip } from "../../ui/state-chip.js";

/** The stages of one service, a row each: status, release, commit, age. The whole row leads to the stage. */
export function StageList({ stages, label }: { stages: readonly StageSummary[]; label: string }) {
  return (
    <ul aria-label={label} className="@container divide-y divide-line">
      {stages.map((stage) => (
        <StageRow key={stage.id} stage={stage} />
      ))}
    </ul>
  );
}

function StageRow({ stage }: { stage: StageSummary }) {
  const last = stage.lastDeployment;
  return (
    <li
      data-stage={stage.name}
      className="relative grid grid-cols-[minmax(0,1fr)_auto] gap-x-5 gap-y-1 px-4 py-3 transition-colors hover:bg-hover/60 @2xl:grid-cols-[minmax(7rem,11rem)_9.5rem_5.5rem_minmax(0,1fr)_7rem] @2xl:items-center"
    >
      <div className="min-w-0">
        <RowLink
          to="/services/$service/stages/$stage"
          params={{ service: stage.service, stage: stage.name }}
        >
          {stage.name}
        </RowLink>
        <span className="block truncate text-note text-ink-faint">{`${stage.account} · ${stage.region}`}</span>
      </div>
      <span className="@max-2xl:justify-self-end">
        {last !== null && !isTerminal(last.state) ? <DeploymentStateChip state={last.state} /> : <StageStatusChip status={stage.status} />}
      </span>
      <span className="text-note text-ink-soft tabular-nums @max-2xl:hidden">{stage.release === null ? "–" : `release ${stage.release}`}</span>
      <LastCommit stage={stage} />
      <span className="text-right text-note text-ink-faint">
        {last === null ? "" : <RelativeTime at={last.finishedAt ?? last.createdAt} />}
      </span>
    </li>
  );
}

function LastCommit({ stage }: { stage: StageSummary }) {
  const commit = stage.lastDeployment?.commit ?? null;
  if (commit !== null) {
    return (
      <span className="flex min-w-0 items-baseline gap-2 text-note">
        <Mono className="text-ink-faint">{commit.sha.slice(0, 7)}</Mono>
        <span className="truncate text-ink-soft">{commit.message.split("\n", 1)[0]}</span>
      </span>
    );
  }
  if (stage.branch === null) return <span />;
  return (
    <span className="min-w-0">
      <Chip className="max-w-full">
        <GitBranch aria-hidden />
        <span className="truncate">{stage.branch}</span>
      </Chip>
    </span>
  );
}
