import { serviceNameSchema } from "@windlass/contracts/name";
import { previewStateSchema } from "@windlass/contracts/preview";
import { z } from "zod";

/** Which previews the page lists; part of its address. */
export const previewSearchSchema = z.object({ service: serviceNameSchema.optional().catch(undefined), state: previewStateSchema.optional().catch(undefined) });
export type PreviewSearch = z.infer<typeof previewSearchSchema>;
