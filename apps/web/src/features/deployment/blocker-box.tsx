import type { Blocker, Deployment } from "@windlass/contracts/deployment";
import { Clock3, Snowflake } from "lucide-react";
import { TextLink } from "../../ui/link.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { OverrideFreezeButton } from "./override-freeze-button.js";

/** Why a deployment does not get on, since when, what it waits for, and what can be done. */
export function BlockerBox({ deployment }: { deployment: Deployment }) {
  const { service, stage, blocker } = deployment;
  if (blocker === null) return null;
  const Icon = blocker.reason === "frozen" || blocker.reason === "paused" ? Snowflake : Clock3;
  return (
    <div role="note" aria-label="Waits for" className="mb-6 flex flex-wrap items-start gap-3 rounded-lg border border-line bg-sunken px-4 py-3.5">
      <Icon aria-hidden className="mt-0.5 size-4.5 shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <p className="break-words">{blocker.message}</p>
        <p className="mt-0.5 flex flex-wrap gap-x-4 text-note text-ink-soft">
          <Place blocker={blocker} />
          <span>
            {"Waits since "}
            <RelativeTime at={blocker.since} />
          </span>
          {blocker.until !== null && (
            <span>
              {"Goes on by itself "}
              <RelativeTime at={blocker.until} />
            </span>
          )}
          {blocker.reason === "stack_busy" && <span>Goes on by itself when that is done, and can be cancelled.</span>}
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-4">
          {blocker.dependency !== null && (
            <TextLink to="/services/$service/stages/$stage/deployments/$number" params={blocker.dependency} className="break-words">
              {`Open ${blocker.dependency.service}/${blocker.dependency.stage} #${blocker.dependency.number}`}
            </TextLink>
          )}
          {blocker.deploymentNumber !== null && (
            <TextLink to="/services/$service/stages/$stage/deployments/$number" params={{ service, stage, number: blocker.deploymentNumber }}>
              {`Waits for #${blocker.deploymentNumber}`}
            </TextLink>
          )}
          <TextLink to="/queue">See the queue</TextLink>
        </p>
      </div>
      <OverrideFreezeButton deployment={deployment} />
    </div>
  );
}

function Place({ blocker: { position } }: { blocker: Blocker }) {
  if (position === null) return null;
  return <span>{position === 1 ? "Next in the queue" : `Place ${position} in the queue`}</span>;
}
