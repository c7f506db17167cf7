import { shownPayloadLength, type DeliveryDetail } from "@windlass/contracts/delivery";
import { WindlassError } from "@windlass/contracts/error";
import { z } from "zod";
import { authorize, type OperationContext } from "../context.js";
import { deliveryFields, toDelivery } from "./delivery-view.js";

/** One delivery with its headers and payload. Throws `not_found`. */
export async function readDelivery(context: OperationContext, id: string): Promise<DeliveryDetail> {
  authorize(context, "delivery:read");
  const row = await context.db.prisma.delivery.findUnique({ include: deliveryFields.include, where: { id } });
  if (!row) throw deliveryNotFound(id);
  const group = await context.db.prisma.deploymentGroup.findFirst({ where: { deliveryId: id }, orderBy: { deliveryRun: "desc" }, select: { id: true } });
  const text = JSON.stringify(row.payload, null, 2);
  return {
    ...toDelivery(row),
    groupId: group?.id ?? null,
    headers: z.record(z.string(), z.string()).parse(row.headers),
    payload: { text: text.slice(0, shownPayloadLength), sizeBytes: Buffer.byteLength(JSON.stringify(row.payload)), isCut: text.length > shownPayloadLength },
    payloadDeletedAt: row.payloadDeletedAt?.toISOString() ?? null,
  };
}

export function deliveryNotFound(id: string): WindlassError {
  return new WindlassError("not_found", `There is no delivery with the id ${id}.`);
}
