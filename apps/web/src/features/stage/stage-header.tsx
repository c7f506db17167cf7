import type { Stage } from "@windlass/contracts/stage";
import { ArrowUpRight, CloudCog, GitBranch, Package } from "lucide-react";
import { Chip, Mono } from "../../ui/chip.js";
import { ExternalLink, PlainLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { rootAddress } from "../../ui/root-address.js";
import { StageStatusChip } from "../../ui/state-chip.js";
import { PauseButton } from "./pause-button.js";
import { StageActions } from "./stage-actions.js";

const fact = "inline-flex min-w-0 items-center gap-1.5 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-faint";

/** What a stage runs, where, and what can be done with it. */
export function StageHeader({ stage }: { stage: Stage }) {
  return (
    <PageHeader
      documentTitle={`${stage.service} / ${stage.name}`}
      title={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {stage.name}
          <StageStatusChip status={stage.status} />
        </span>
      }
      meta={
        <>
          <CurrentRelease stage={stage} />
          <span className={fact}>
            <CloudCog aria-hidden />
            <PlainLink to="/accounts/$account" params={{ account: stage.account }}>
              {stage.account}
            </PlainLink>
            <span className="text-ink-faint">{stage.region}</span>
          </span>
          <span className={fact}>
            <GitBranch aria-hidden />
            {stage.branch === null ? "default branch" : <Mono className="truncate">{stage.branch}</Mono>}
            {stage.autoDeploy && <Chip tone="accent">deploys every push</Chip>}
          </span>
          {stage.endpoints.slice(0, 2).map((endpoint) => (
            <span key={endpoint.url} className={fact}>
              <ArrowUpRight aria-hidden />
              <ExternalLink href={rootAddress(endpoint.url)} className="truncate" title={endpoint.url}>
                {`Open ${endpoint.name}`}
              </ExternalLink>
            </span>
          ))}
        </>
      }
      actions={
        <>
          <PauseButton stage={stage} />
          <StageActions stage={stage} />
        </>
      }
    />
  );
}

function CurrentRelease({ stage }: { stage: Stage }) {
  const current = stage.currentDeployment;
  if (stage.release === null || current === null) return null;
  return (
    <span className={fact}>
      <Package aria-hidden />
      <PlainLink
        to="/services/$service/stages/$stage/deployments/$number"
        params={{ service: stage.service, stage: stage.name, number: current.number }}
        className="font-medium text-ink"
      >
        {`Release ${stage.release}`}
      </PlainLink>
      {current.commit !== null && <Mono className="text-ink-faint">{current.commit.sha.slice(0, 7)}</Mono>}
      <span className="text-ink-faint">
        <RelativeTime at={current.finishedAt ?? current.createdAt} />
      </span>
    </span>
  );
}
