import { z } from "zod";
import { eventSchema } from "./event.js";
import { idSchema } from "./name.js";

/**
 * The WebSocket at `/api/live`. A client subscribes to topics; the server answers with frames. The socket only
 * informs: every action is an HTTP request.
 *
 * `deployment` serves the rows of one deployment above `after`, in order, and goes on as they are written.
 * `changes` tells which lists are out of date, so that a page can read them again.
 */
export const liveRequestSchema = z.union([
  z.object({
    type: z.literal("subscribe"),
    topic: z.literal("deployment"),
    deploymentId: idSchema,
    /** Last `seq` the client has; 0 for everything. */
    after: z.number().int().nonnegative(),
  }),
  z.object({ type: z.literal("unsubscribe"), topic: z.literal("deployment"), deploymentId: idSchema }),
  z.object({ type: z.literal("subscribe"), topic: z.literal("changes") }),
  z.object({ type: z.literal("ping") }),
]);
export type LiveRequest = z.infer<typeof liveRequestSchema>;

export const changeEntities = ["deployment", "stage", "service", "repository", "account", "delivery", "token", "drift_check", "freeze_window", "preview"] as const;
export const changeSchema = z.object({
  entity: z.enum(changeEntities),
  id: z.string(),
  stageId: z.string().nullable(),
  serviceId: z.string().nullable(),
});
export type Change = z.infer<typeof changeSchema>;

export const liveFrameSchema = z.discriminatedUnion("type", [
  /** A batch of events, ascending and without a gap after the cursor. `done` once the deployment has ended and all was sent. */
  z.object({
    type: z.literal("events"),
    deploymentId: idSchema,
    events: z.array(eventSchema),
    lastSeq: z.number().int().nonnegative(),
    done: z.boolean(),
  }),
  z.object({ type: z.literal("changes"), changes: z.array(changeSchema) }),
  /** To subscribers of `changes`, once when the subscription begins and when the server may have missed some: what was read before may be out of date. */
  z.object({ type: z.literal("missed") }),
  z.object({ type: z.literal("error"), code: z.string(), message: z.string() }),
  z.object({ type: z.literal("pong") }),
]);
export type LiveFrame = z.infer<typeof liveFrameSchema>;

/** Close codes of the live socket beyond the standard ones. */
export const liveCloseCodes = { tooSlow: 4000, unauthenticated: 4001, badRequest: 4002 } as const;
