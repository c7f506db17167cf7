import type { DeploymentGroup } from "@windlass/contracts/deployment-group";
import { Trash2 } from "lucide-react";
import { useMay } from "../../queries/me.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { Section } from "../../ui/card.js";
import { Chip, Dot, Mono } from "../../ui/chip.js";
import { Duration } from "../../ui/duration.js";
import { ButtonLink, PlainLink, TextLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";
import { refText } from "../../ui/ref-text.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { causeText } from "../deployment-list/cause-text.js";
import { groupStateLook, groupSummary, groupTitle, membersOf } from "./group-look.js";
import { GroupMemberCard } from "./group-member-card.js";

/** What one push or one request deploys together: wave after wave, each deployment with its state and what it waits for. */
export function GroupPage({ group }: { group: DeploymentGroup }) {
  const { tone, label } = groupStateLook[group.state];
  const mayRemove = useMay("deployment:remove");
  const names = new Map(membersOf(group).map(({ id, service }) => [id, service]));
  return (
    <div className="space-y-8">
      <PageHeader
        title={groupTitle(group)}
        eyebrow={
          <Breadcrumbs>
            <PlainLink to="/groups">Groups</PlainLink>
            <span>Group</span>
          </Breadcrumbs>
        }
        actions={mayRemove && (group.kind === "deploy" || group.state === "failed") && <RemovalLinks group={group} />}
        meta={
          <>
            <Chip tone={tone} role="status" aria-label="State of the group" data-state={group.state}>
              <Dot tone={tone} pulse={group.state === "running"} />
              {label}
            </Chip>
            <span>{groupSummary(group)}</span>
            <span>
              {"In all "}
              <Duration ms={group.durationMs} since={group.createdAt} />
            </span>
            <span>
              {causeText(group)} <RelativeTime at={group.createdAt} />
            </span>
            {group.ref !== null && <Mono className="break-all">{refText(group.ref)}</Mono>}
            {group.deliveryId !== null && (
              <TextLink to="/deliveries/$id" params={{ id: group.deliveryId }}>
                Its delivery
              </TextLink>
            )}
          </>
        }
      />
      <ol aria-label="Waves" className="grid gap-x-5 gap-y-7 md:grid-cols-2 xl:grid-cols-3">
        {group.waves.map(({ wave, deployments }) => (
          <li key={wave} className="min-w-0">
            <h2 className="mb-2.5 font-semibold">{`Wave ${wave}`}</h2>
            <ul aria-label={`Wave ${wave}`} className="grid gap-2.5">
              {deployments.map((deployment) => (
                <GroupMemberCard key={deployment.id} deployment={deployment} after={deployment.needs.flatMap((id) => names.get(id) ?? [])} />
              ))}
            </ul>
          </li>
        ))}
      </ol>
      {group.leftOut.length > 0 && (
        <Section title={group.kind === "remove" ? "Not removed" : "Not deployed"}>
          <ul className="space-y-1">
            {group.leftOut.map(({ service, reason }) => (
              <li key={service} className="break-words text-ink-soft">
                <PlainLink to="/services/$service" params={{ service }}>
                  {service}
                </PlainLink>
                {`: ${reason}`}
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}

/** For each name of a stage, as a push may mean several, a page of its own, which says what would be lost. */
function RemovalLinks({ group }: { group: DeploymentGroup }) {
  const stages = [...new Set(membersOf(group).map(({ stage }) => stage))];
  return (
    <div className="flex flex-wrap gap-2">
      {stages.map((stage) => (
        <ButtonLink key={stage} to="/groups/$id/remove" params={{ id: group.id }} search={{ stage }}>
          <Trash2 aria-hidden />
          {`Remove ${stage} from AWS…`}
        </ButtonLink>
      ))}
    </div>
  );
}
