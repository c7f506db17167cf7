import { z } from "zod";

/**
 * Queues and their payloads: ids only, never data, because the truth is in Postgres and a job may be lost,
 * doubled or run by an older worker. New fields must be optional.
 */
export const jobSchemas = {
  deployments: z.object({ deploymentId: z.uuid() }),
  deliveries: z.object({ deliveryId: z.uuid() }),
  drift: z.object({ driftCheckId: z.uuid() }),
  compose: z.object({ repositoryId: z.uuid() }),
  /** What a forge is told: of a deployment, or of a pull request. */
  reports: z.union([z.object({ deploymentId: z.uuid() }), z.object({ pullRequestId: z.uuid() })]),
} as const;

export type QueueName = keyof typeof jobSchemas;
export const queueNames = Object.keys(jobSchemas) as QueueName[];
export type JobPayload<Q extends QueueName> = z.infer<(typeof jobSchemas)[Q]>;

/** A message of the outbox: which queue, what payload, and the key that makes it one job however often it is sent. */
export const outboxMessageSchema = z.discriminatedUnion("queue", [
  z.object({ queue: z.literal("deployments"), payload: jobSchemas.deployments, key: z.string() }),
  z.object({ queue: z.literal("deliveries"), payload: jobSchemas.deliveries, key: z.string() }),
  z.object({ queue: z.literal("drift"), payload: jobSchemas.drift, key: z.string() }),
  z.object({ queue: z.literal("compose"), payload: jobSchemas.compose, key: z.string() }),
  z.object({ queue: z.literal("reports"), payload: jobSchemas.reports, key: z.string() }),
]);
export type OutboxMessage = z.infer<typeof outboxMessageSchema>;

/** Postgres NOTIFY channels and the Redis pub/sub channel. All carry hints, never data. */
export const channels = {
  /** NOTIFY: the outbox has a new row. */
  outbox: "windlass_outbox",
  /** NOTIFY: something that lists show has changed. Payload: a JSON `Change`. */
  changes: "windlass_changes",
  /** NOTIFY: a session or token has ended, or a person's role has changed. Payload: the id of that row. */
  access: "windlass_access",
  /** Redis: `<deployment id> <last seq>`. */
  events: "windlass:events",
} as const;
