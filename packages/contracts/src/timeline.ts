import { z } from "zod";
import { timestampSchema } from "./name.js";
import { stepNameSchema } from "./step.js";

/** How a row of the timeline stands. `waiting` is time in which nothing was done: the queue, somebody else's work on the stack, a decision. */
export const timelineStates = ["running", "done", "failed", "waiting"] as const;

/** One bar of a deployment's timeline. Times are milliseconds since the deployment was asked for. */
export const timelineRowSchema = z.object({
  id: z.string(),
  /** The row inside of which it is: a step. Null for the queue and the steps. */
  parent: z.string().nullable(),
  /** What kind of work: `queue`, `step`, `resource`, or what a span says, such as `install` or `bundle`. */
  group: z.string(),
  step: stepNameSchema.nullable(),
  name: z.string(),
  /** A resource's type and what CloudFormation did with it. */
  detail: z.string().nullable(),
  startMs: z.number().nonnegative(),
  /** Null while it is under way. */
  endMs: z.number().nonnegative().nullable(),
  state: z.enum(timelineStates),
  /** Whether the deployment would have ended earlier, had this taken less time: see `criticalPath`. */
  critical: z.boolean(),
  /** How long it took in the middle of the compared deployments; known of the queue and of steps. */
  medianMs: z.number().nonnegative().nullable(),
});
export type TimelineRow = z.infer<typeof timelineRowSchema>;

/** Where the time of a deployment went. */
export const timelineSchema = z.object({
  /** When it was asked for: the zero of all times. */
  startedAt: timestampSchema,
  ended: z.boolean(),
  /** From the request to the end; to now while it runs. */
  totalMs: z.number().nonnegative(),
  /** From the request to the first step. */
  queueMs: z.number().nonnegative(),
  /** How many of the stage's last successful deployments of the same kind, at most ten, it is compared with, and their median. */
  comparedWith: z.number().int().nonnegative(),
  medianTotalMs: z.number().nonnegative().nullable(),
  /** In order of time, rows inside of another right behind it. */
  rows: z.array(timelineRowSchema),
  /** Rows that are left out, the shortest first. */
  leftOut: z.number().int().nonnegative(),
});
export type Timeline = z.infer<typeof timelineSchema>;
