import type { Blocker, DeploymentSummary } from "@windlass/contracts/deployment";
import { Mono } from "../../ui/chip.js";
import { Duration } from "../../ui/duration.js";
import { PlainLink } from "../../ui/link.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { DeploymentStateChip } from "../../ui/state-chip.js";
import { deploymentKindLabel } from "../../ui/state-tone.js";
import { BlockerLinks } from "./blocker-links.js";

interface RowProps {
  deployment: DeploymentSummary;
  /** Place in its stage's queue, from 1; null for what runs. */
  position: number | null;
  blocker: Blocker | null;
}

/** One deployment that runs or waits: where it stands, what it is, and what it waits for. */
export function QueueRow({ deployment, position, blocker }: RowProps) {
  const { service, stage, number, kind, state, commit, createdAt, startedAt } = deployment;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-1 px-4 py-3 hover:bg-hover/50">
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          {position !== null && (
            <span className="text-note text-ink-faint tabular-nums" title="Place in the stage's queue">
              {`${position}.`}
            </span>
          )}
          <PlainLink to="/services/$service/stages/$stage/deployments/$number" params={{ service, stage, number }} data-row className="font-medium">
            {`${service} / ${stage} #${number}`}
          </PlainLink>
          <span className="text-ink-soft">{deploymentKindLabel[kind]}</span>
        </p>
        {commit !== null && (
          <p className="truncate text-note text-ink-soft">
            <Mono className="text-ink-faint">{commit.sha.slice(0, 7)}</Mono> {commit.message.split("\n", 1)[0]}
          </p>
        )}
        {blocker !== null && <BlockerLine blocker={blocker} service={service} stage={stage} />}
      </div>
      <div className="flex flex-col items-end gap-1 text-note text-ink-faint">
        <DeploymentStateChip state={state} />
        {startedAt === null ? (
          <span>
            {"asked "}
            <RelativeTime at={createdAt} />
          </span>
        ) : (
          <Duration ms={null} since={startedAt} />
        )}
      </div>
    </li>
  );
}

function BlockerLine({ blocker, service, stage }: { blocker: Blocker; service: string; stage: string }) {
  return (
    <p className="text-note text-ink-soft">
      {blocker.message}
      {" Since "}
      <RelativeTime at={blocker.since} />
      {"."}
      {" "}
      <BlockerLinks blocker={blocker} of={{ service, stage }} />
    </p>
  );
}
