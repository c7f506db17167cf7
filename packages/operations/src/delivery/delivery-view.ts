import { deliveryProviders, deliveryReasonSchema, stageDecisionSchema, type Delivery } from "@windlass/contracts/delivery";
import type { Prisma } from "@windlass/database/generated/client";
import { z } from "zod";

/** All but the payload, which may be large and is nobody's to read back. */
export const deliveryFields = {
  omit: { payload: true, headers: true },
  include: {
    deployments: {
      select: { id: true, number: true, stage: { select: { name: true, service: { select: { name: true } } } } },
      orderBy: { id: "asc" },
    },
  },
} as const satisfies Prisma.DeliveryDefaultArgs;
export type DeliveryRow = Prisma.DeliveryGetPayload<typeof deliveryFields>;

export function toDelivery(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    provider: z.enum(deliveryProviders).parse(row.provider),
    deliveryId: row.deliveryId,
    event: row.event,
    repository: row.repository,
    ref: row.ref,
    reason: deliveryReasonSchema.parse(row.reason),
    message: row.message,
    decisions: z.array(stageDecisionSchema).parse(row.decisions),
    deployments: row.deployments.map(({ id, number, stage }) => ({ id, number, service: stage.service.name, stage: stage.name })),
    receivedAt: row.receivedAt.toISOString(),
    processedAt: row.processedAt?.toISOString() ?? null,
  };
}
