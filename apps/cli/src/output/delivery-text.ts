import type { Delivery, DeliveryDetail } from "@windlass/contracts/delivery";
import { plainText } from "./plain-text.js";
import { formatFields, formatTable, tableOr } from "./table.js";
import { formatAge } from "./time.js";

/** Deliveries for people. */
export function deliveriesTable(deliveries: readonly Delivery[]): string {
  return tableOr(
    "No deliveries. The repository's webhook is set up with what the dashboard's Webhook page shows.",
    ["RECEIVED", "EVENT", "REPOSITORY", "REF", "OUTCOME", "ID"],
    deliveries.map(({ receivedAt, event, repository, ref, reason, id }) => [formatAge(receivedAt), event, plainText(repository ?? ""), plainText(shortRef(ref)), reason, id]),
  );
}

/** One delivery with what it meant for each stage, and what was received. */
export function deliveryText(delivery: DeliveryDetail): string {
  const { decisions, deployments, headers, payload } = delivery;
  const head = formatFields({
    delivery: delivery.deliveryId,
    event: delivery.event,
    repository: delivery.repository === null ? undefined : plainText(delivery.repository),
    ref: delivery.ref === null ? undefined : plainText(delivery.ref),
    received: formatAge(delivery.receivedAt),
    outcome: `${delivery.reason}: ${plainText(delivery.message)}`,
  });
  const numbers = (service: string, stage: string) => deployments.flatMap((one) => (one.service === service && one.stage === stage ? [`#${one.number}`] : []));
  const rows = decisions.map(({ service, stage, reason, message }) => [`  ${service}/${stage}`, reason, [...numbers(service, stage), plainText(message)].join("  ")]);
  return [
    head,
    ...(rows.length === 0 ? [] : [`stages\n${formatTable(rows)}`]),
    `headers\n${formatTable(Object.entries(headers).map(([name, value]) => [`  ${name}`, plainText(value)]))}`,
    `payload (${payload.sizeBytes} bytes${payload.isCut ? ", its beginning" : ""})\n${payload.text.split("\n").map(plainText).join("\n")}`,
  ].join("\n\n");
}

function shortRef(ref: string | null): string {
  return (ref ?? "").replace(/^refs\/(heads\/)?/, "");
}
