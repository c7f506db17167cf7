import type { GroupMember } from "@windlass/contracts/deployment-group";
import { ChangeBar } from "../../ui/change-bar.js";
import { Duration } from "../../ui/duration.js";
import { PlainLink } from "../../ui/link.js";
import { DeploymentStateChip } from "../../ui/state-chip.js";
import { BlockerLinks } from "../queue/blocker-links.js";
import { isSkipped } from "./group-look.js";

/** One deployment of a group. `after`: the services of the group that it waits for. */
export function GroupMemberCard({ deployment, after }: { deployment: GroupMember; after: readonly string[] }) {
  const { service, stage, number, state, startedAt, durationMs, error, blocker, planCounts } = deployment;
  return (
    <li className="rounded-lg border border-line bg-surface px-4 py-3 shadow-raised">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3 gap-y-1">
        <PlainLink to="/services/$service/stages/$stage/deployments/$number" params={{ service, stage, number }} data-row className="min-w-0 font-medium break-words">
          {`${service} / ${stage} #${number}`}
        </PlainLink>
        <DeploymentStateChip state={state} skipped={isSkipped(deployment)} />
      </div>
      <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-note text-ink-soft">
        {startedAt !== null && <Duration ms={durationMs} since={startedAt} />}
        {planCounts !== null && <ChangeBar counts={planCounts} />}
        {after.length > 0 && <span className="min-w-0 break-words">{`after ${after.join(", ")}`}</span>}
      </div>
      {blocker !== null && (
        <p className="mt-1 text-note break-words text-ink-soft">
          {blocker.message} <BlockerLinks blocker={blocker} of={deployment} />
        </p>
      )}
      {error !== null && (
        <p className="mt-1 text-note break-words text-ink-soft">
          {error.message} {error.hint}
        </p>
      )}
    </li>
  );
}
