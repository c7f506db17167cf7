import { deliveryProviderNames, type DeliveryDetail, type StageDecision } from "@windlass/contracts/delivery";
import { useMay } from "../../queries/me.js";
import { Breadcrumbs } from "../../ui/breadcrumbs.js";
import { Card, Section } from "../../ui/card.js";
import { Chip, Dot, Mono } from "../../ui/chip.js";
import { CopyBlock } from "../../ui/copy-button.js";
import { Definition, DefinitionList } from "../../ui/definition-list.js";
import { PlainLink, TextLink } from "../../ui/link.js";
import { PageHeader } from "../../ui/page-header.js";
import { Prose } from "../../ui/prose.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { deliveryReasonLook } from "./delivery-reason.js";
import { ProcessAgainDialog } from "./process-again-dialog.js";

/** One delivery: what it led to for each stage and why, and what was received. */
export function DeliveryPage({ delivery }: { delivery: DeliveryDetail }) {
  const mayProcess = useMay("delivery:process");
  const headers = Object.entries(delivery.headers);
  return (
    <div className="space-y-8">
      <PageHeader
        title={delivery.event}
        documentTitle={`${delivery.event} delivery`}
        eyebrow={
          <Breadcrumbs>
            <PlainLink to="/deliveries">Deliveries</PlainLink>
            {delivery.event}
          </Breadcrumbs>
        }
        meta={
          <>
            <ReasonChip reason={delivery.reason} />
            <span role="status" aria-label="Outcome" className="min-w-0 break-words">
              <Prose text={delivery.message === "" ? "It waits to be processed." : delivery.message} />
            </span>
          </>
        }
        actions={mayProcess && delivery.payloadDeletedAt === null && <ProcessAgainDialog delivery={delivery} />}
      />
      <Facts delivery={delivery} />
      <Section title="Stages" description="What it meant for each stage of the repository, by its rules at that time.">
        <Decisions delivery={delivery} />
      </Section>
      <Section title="Headers">
        {headers.length === 0 ? (
          <p className="text-ink-soft">{delivery.payloadDeletedAt === null ? "None were kept of this delivery." : "Deleted with the payload."}</p>
        ) : (
          <Card className="p-5">
            <DefinitionList>
              {headers.map(([name, value]) => (
                <Definition key={name} term={name}>
                  <Mono className="break-all">{value}</Mono>
                </Definition>
              ))}
            </DefinitionList>
          </Card>
        )}
      </Section>
      {delivery.payloadDeletedAt === null ? (
        <Section title="Payload" description={sizeText(delivery.payload)}>
          <CopyBlock multiline what="the payload" text={delivery.payload.text} />
        </Section>
      ) : (
        <Section title="Payload">
          <p className="text-ink-soft">
            Housekeeping deleted it <RelativeTime at={delivery.payloadDeletedAt} />. The delivery cannot be processed again.
          </p>
        </Section>
      )}
    </div>
  );
}

function Facts({ delivery }: { delivery: DeliveryDetail }) {
  return (
    <DefinitionList>
      {delivery.repository !== null && (
        <Definition term="Repository">
          <TextLink to="/deliveries" search={{ repository: delivery.repository }}>
            {delivery.repository}
          </TextLink>
        </Definition>
      )}
      {delivery.ref !== null && (
        <Definition term="Ref">
          <Mono className="break-all">{delivery.ref}</Mono>
        </Definition>
      )}
      {delivery.groupId !== null && (
        <Definition term="Deployed together">
          <TextLink to="/groups/$id" params={{ id: delivery.groupId }}>
            See the waves
          </TextLink>
        </Definition>
      )}
      <Definition term="From">{delivery.provider === "windlass" ? "Windlass, which found it by looking at the repository: no webhook told of it" : `${deliveryProviderNames[delivery.provider]}'s webhook`}</Definition>
      <Definition term="Received">
        <RelativeTime at={delivery.receivedAt} />
      </Definition>
      <Definition term="Id">
        <Mono className="break-all">{delivery.deliveryId}</Mono>
      </Definition>
    </DefinitionList>
  );
}

function Decisions({ delivery: { decisions, deployments } }: { delivery: DeliveryDetail }) {
  if (decisions.length === 0) return <p className="text-ink-soft">It concerned no stage.</p>;
  return (
    <ul aria-label="Decisions" className="divide-y divide-line rounded-lg border border-line bg-surface shadow-raised">
      {decisions.map((decision) => (
        <Row key={`${decision.service}/${decision.stage}`} decision={decision} numbers={deployments.filter(({ service, stage }) => service === decision.service && stage === decision.stage).map(({ number }) => number)} />
      ))}
    </ul>
  );
}

function Row({ decision: { service, stage, reason, message }, numbers }: { decision: StageDecision; numbers: number[] }) {
  return (
    <li className="grid gap-x-5 gap-y-1 px-4 py-3 sm:grid-cols-[minmax(0,14rem)_11rem_minmax(0,1fr)]">
      <PlainLink to="/services/$service/stages/$stage" params={{ service, stage }} className="font-medium break-words">
        {`${service} / ${stage}`}
      </PlainLink>
      <span>
        <ReasonChip reason={reason} />
      </span>
      <span className="min-w-0 break-words text-ink-soft">
        {numbers.length === 0 ? message : null}
        {numbers.map((number) => (
          <TextLink key={number} className="mr-3" to="/services/$service/stages/$stage/deployments/$number" params={{ service, stage, number }}>
            {`Deployment #${number}`}
          </TextLink>
        ))}
      </span>
    </li>
  );
}

function ReasonChip({ reason }: { reason: DeliveryDetail["reason"] }) {
  const { tone, label } = deliveryReasonLook[reason];
  return (
    <Chip tone={tone}>
      <Dot tone={tone} pulse={reason === "pending"} />
      {label}
    </Chip>
  );
}

function sizeText({ sizeBytes, isCut }: DeliveryDetail["payload"]): string {
  const size = sizeBytes < 1_000 ? `${sizeBytes} bytes` : `${(sizeBytes / 1_000).toFixed(1)} kB`;
  return isCut ? `${size}; its beginning is shown.` : size;
}
