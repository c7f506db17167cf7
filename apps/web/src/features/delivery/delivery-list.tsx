import type { Delivery } from "@windlass/contracts/delivery";
import { Chip, Dot, Mono } from "../../ui/chip.js";
import { PlainLink, TextLink } from "../../ui/link.js";
import { Prose } from "../../ui/prose.js";
import { refText } from "../../ui/ref-text.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { deliveryReasonLook } from "./delivery-reason.js";

/** Webhook deliveries, each with what it led to, or why it led to nothing. */
export function DeliveryList({ deliveries }: { deliveries: readonly Delivery[] }) {
  return (
    <ul aria-label="Deliveries" className="divide-y divide-line rounded-lg border border-line bg-surface shadow-raised">
      {deliveries.map((delivery) => (
        <DeliveryRow key={delivery.id} delivery={delivery} />
      ))}
    </ul>
  );
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const look = deliveryReasonLook[delivery.reason];
  return (
    <li
      data-row
      tabIndex={-1}
      data-reason={delivery.reason}
      className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-5 gap-y-1.5 px-4 py-3 lg:grid-cols-[11rem_minmax(0,1fr)_7rem]"
    >
      <span>
        <Chip tone={look.tone}>
          <Dot tone={look.tone} pulse={delivery.reason === "pending"} />
          {look.label}
        </Chip>
      </span>
      <div className="min-w-0 max-lg:order-last max-lg:col-span-2">
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <PlainLink to="/deliveries/$id" params={{ id: delivery.id }} className="font-medium" aria-label={`${delivery.event} delivery ${delivery.deliveryId}`}>
            {delivery.event}
          </PlainLink>
          {delivery.repository !== null && <span className="min-w-0 break-all">{delivery.repository}</span>}
          {delivery.ref !== null && <Mono className="min-w-0 break-all text-ink-soft">{refText(delivery.ref)}</Mono>}
        </p>
        <p className="text-ink-soft">
          <Prose text={delivery.message} />
        </p>
        {delivery.deployments.length > 0 && (
          <p className="mt-0.5 flex flex-wrap gap-x-4">
            {delivery.deployments.map(({ id, service, stage, number }) => (
              <TextLink key={id} to="/services/$service/stages/$stage/deployments/$number" params={{ service, stage, number }}>
                {`${service} / ${stage} #${number}`}
              </TextLink>
            ))}
          </p>
        )}
        <Mono className="mt-0.5 block text-note break-all text-ink-faint">{delivery.deliveryId}</Mono>
      </div>
      <RelativeTime at={delivery.receivedAt} className="text-right text-note text-ink-faint" />
    </li>
  );
}
