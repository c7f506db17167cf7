import { z } from "zod";
import { blockerSchema, deploymentSummarySchema } from "./deployment.js";
import { serviceSchema } from "./service.js";

/** What the home page shows. */
export const homeSchema = z.object({
  /** Deployments that ended badly and are still the last of their stage, or wait for a decision. */
  attention: z.array(deploymentSummarySchema),
  services: z.array(serviceSchema),
  /** One entry per UTC day, oldest first, 7 of them. */
  deploymentsPerDay: z.array(z.object({ day: z.string(), succeeded: z.number().int(), failed: z.number().int() })),
  /** First steps still open, for empty states. */
  hasAccount: z.boolean(),
  hasRepository: z.boolean(),
  /** Whether this server can create the sample service in its sandbox (`POST /api/sample`). */
  sampleAvailable: z.boolean(),
});
export type Home = z.infer<typeof homeSchema>;

/** `none`: on the bare server; `reason` says why. */
export const buildIsolationSchema = z.object({ host: z.string(), isolation: z.enum(["bubblewrap", "container", "none"]), reason: z.string().nullable() });
export type BuildIsolation = z.infer<typeof buildIsolationSchema>;

/** Everything that runs or waits, in the order in which it will run per stage. */
export const queueSchema = z.object({
  running: z.array(deploymentSummarySchema),
  waiting: z.array(deploymentSummarySchema.extend({ position: z.number().int().positive(), blocker: blockerSchema.nullable() })),
  /** Who else works on the stacks of those that run, by deployment id. */
  stackWaits: z.record(z.string(), blockerSchema),
  workers: z.number().int().nonnegative(),
  /** What builds run in, on each server that has workers. */
  builds: z.array(buildIsolationSchema),
});
export type Queue = z.infer<typeof queueSchema>;

export const auditEventSchema = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  actor: deploymentSummarySchema.shape.actor,
  action: z.string(),
  entityType: z.string(),
  entityId: z.string(),
  entityName: z.string(),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;
