import { z } from "zod";

/** Who did it. A closed union: every write names one of these. */
export const actorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("user"), id: z.string(), label: z.string() }),
  z.object({ type: z.literal("token"), id: z.string(), label: z.string() }),
  z.object({ type: z.literal("webhook"), id: z.string(), label: z.string() }),
  z.object({ type: z.literal("system"), id: z.string(), label: z.string() }),
]);
export type Actor = z.infer<typeof actorSchema>;
export type ActorType = Actor["type"];
