import { deliveryReasonSchema } from "@windlass/contracts/delivery";
import { z } from "zod";

const text = z.string().trim().min(1).max(300).optional().catch(undefined);

/** Which deliveries the page lists; part of its address. */
export const deliverySearchSchema = z.object({ event: text, repository: text, reason: deliveryReasonSchema.optional().catch(undefined) });
export type DeliverySearch = z.infer<typeof deliverySearchSchema>;
