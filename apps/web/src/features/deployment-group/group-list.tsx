import type { DeploymentGroupSummary } from "@windlass/contracts/deployment-group";
import { Chip, Dot, Mono } from "../../ui/chip.js";
import { Duration } from "../../ui/duration.js";
import { PlainLink } from "../../ui/link.js";
import { refText } from "../../ui/ref-text.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { causeText } from "../deployment-list/cause-text.js";
import { countsText, groupStateLook, listedTitle } from "./group-look.js";

/** Services that were deployed or removed together, newest first. */
export function GroupList({ groups }: { groups: readonly DeploymentGroupSummary[] }) {
  return (
    <ul aria-label="Groups" className="divide-y divide-line rounded-lg border border-line bg-surface shadow-raised">
      {groups.map((group) => (
        <GroupRow key={group.id} group={group} />
      ))}
    </ul>
  );
}

function GroupRow({ group }: { group: DeploymentGroupSummary }) {
  const { id, state, services, counts, ref, createdAt, durationMs } = group;
  const { tone, label } = groupStateLook[state];
  return (
    <li className="grid gap-x-5 gap-y-1.5 px-4 py-3.5 sm:grid-cols-[8rem_minmax(0,1fr)_auto]">
      <span>
        <Chip tone={tone}>
          <Dot tone={tone} pulse={state === "running"} />
          {label}
        </Chip>
      </span>
      <div className="min-w-0 space-y-0.5">
        <PlainLink to="/groups/$id" params={{ id }} data-row className="font-medium break-words">
          {listedTitle(group)}
        </PlainLink>
        <p className="break-words text-ink-soft">{services.join(", ")}</p>
        <p className="flex flex-wrap gap-x-4 text-note text-ink-faint">
          <span>{countsText(counts)}</span>
          <span>
            {causeText(group)} <RelativeTime at={createdAt} />
          </span>
          {ref !== null && <Mono className="break-all">{refText(ref)}</Mono>}
        </p>
      </div>
      <span className="text-note text-ink-soft sm:text-right">
        <Duration ms={durationMs} since={createdAt} />
      </span>
    </li>
  );
}
