import { z } from "zod";
import { deploymentStateSchema } from "./deployment-state.js";
import { problemDetailSchema } from "./error.js";
import { stepNameSchema, stepStateSchema } from "./step.js";

/** A line of the log. `stream` says who wrote it: Windlass itself, or a build process's stdout or stderr. */
export const logEventSchema = z.object({
  kind: z.literal("log"),
  payload: z.object({
    step: stepNameSchema.nullable(),
    stream: z.enum(["windlass", "stdout", "stderr"]),
    level: z.enum(["info", "warn", "error"]),
    text: z.string(),
  }),
});

export const stepEventSchema = z.object({
  kind: z.literal("step"),
  payload: z.object({ name: stepNameSchema, state: stepStateSchema, durationMs: z.number().nullable() }),
});

/** One CloudFormation stack event, as it was seen while the stack was watched. */
export const stackEventPayloadSchema = z.object({
  eventId: z.string(),
  at: z.iso.datetime(),
  stackName: z.string(),
  logicalId: z.string(),
  physicalId: z.string().nullable(),
  resourceType: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
});
export type StackEventPayload = z.infer<typeof stackEventPayloadSchema>;
export const stackEventSchema = z.object({ kind: z.literal("stack"), payload: stackEventPayloadSchema });

/** A timed piece of work inside a step, such as the bundling of one function: a bar of the timeline. */
export const spanEventSchema = z.object({
  kind: z.literal("span"),
  payload: z.object({
    step: stepNameSchema,
    /** What was done, such as `install` or `bundle`. */
    group: z.string(),
    name: z.string(),
    startedAt: z.iso.datetime(),
    durationMs: z.number().nonnegative(),
  }),
});

export const stateEventSchema = z.object({
  kind: z.literal("state"),
  payload: z.object({
    from: deploymentStateSchema.nullable(),
    to: deploymentStateSchema,
    error: problemDetailSchema.nullable(),
  }),
});

/** What a deployment's history is made of, before it has a place in it. */
export const eventBodySchema = z.discriminatedUnion("kind", [
  logEventSchema,
  stepEventSchema,
  stackEventSchema,
  spanEventSchema,
  stateEventSchema,
]);
export type EventBody = z.infer<typeof eventBodySchema>;
export type EventKind = EventBody["kind"];

const place = { seq: z.number().int().positive(), at: z.iso.datetime() };

/** One row of a deployment's append-only history. `seq` starts at 1 and has no gaps within a deployment. */
export const eventSchema = z.discriminatedUnion("kind", [
  logEventSchema.extend(place),
  stepEventSchema.extend(place),
  stackEventSchema.extend(place),
  spanEventSchema.extend(place),
  stateEventSchema.extend(place),
]);
export type DeploymentEvent = z.infer<typeof eventSchema>;
