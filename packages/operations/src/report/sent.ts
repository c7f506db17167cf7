import { reportParts } from "@windlass/contracts/report";
import { z } from "zod";

const partSchema = z.object({
  /** The forge's id of it; null until it is there. */
  id: z.string().nullable().default(null),
  url: z.string().nullable().default(null),
  /** A request was sent whose answer is not known: what it did is looked for before the next one. */
  begun: z.boolean().default(false),
  /** Of what was told last. */
  digest: z.string().nullable().default(null),
  state: z.string().default(""),
  at: z.string().nullable().default(null),
  /** How many annotations were sent with a check run. */
  annotations: z.number().int().default(0),
});
export type SentPart = z.infer<typeof partSchema>;

/** What a forge was told, by part. */
export const sentSchema = z.partialRecord(z.enum(reportParts), partSchema);
export type Sent = z.infer<typeof sentSchema>;

export const nothingSent: SentPart = partSchema.parse({});
