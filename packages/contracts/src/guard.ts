import { z } from "zod";
import { problemDetailSchema } from "./error.js";
import { timestampSchema } from "./name.js";
import { guardSettingsSchema } from "./stage-settings.js";

export const guardKinds = ["alarm", "error_rate", "p95_duration", "smoke"] as const;

/** `waiting`: not looked yet; `unknown`: looked, and what was found says nothing, such as too few invocations. */
export const guardVerdicts = ["waiting", "good", "unknown", "tripped"] as const;
export type GuardVerdict = (typeof guardVerdicts)[number];

/** What one look at a guard found. `message` has the numbers in words. */
export const guardSampleSchema = z.object({
  at: timestampSchema,
  verdict: z.enum(guardVerdicts),
  message: z.string(),
  /** The error rate in percent, the duration in milliseconds, the status of a response; null for alarms and where there is none. */
  value: z.number().nullable(),
  /** The same in the window before the deployment. */
  baseline: z.number().nullable(),
  /** How many invocations `value` is of. */
  count: z.number().int().nullable(),
});
export type GuardSample = z.infer<typeof guardSampleSchema>;

/** One guard, as it stands: what the last look found, and the looks before it, thinned out when there are many. */
export const guardResultSchema = z.object({
  kind: z.enum(guardKinds),
  /** The alarm's name, the metric, or the request, such as `GET /health`. */
  name: z.string(),
  verdict: z.enum(guardVerdicts),
  message: z.string(),
  samples: z.array(guardSampleSchema),
});
export type GuardResult = z.infer<typeof guardResultSchema>;

/** What a function did in a window of time. */
export const functionNumbersSchema = z.object({
  functionName: z.string(),
  invocations: z.number(),
  errors: z.number(),
  /** Null when it did not run. */
  p95Ms: z.number().nullable(),
});
export type FunctionNumbers = z.infer<typeof functionNumbersSchema>;

/** How the guards of a deployment stand. All times are the database's. */
export const guardReportSchema = z.object({
  /** `failed`: the canary could not go on, and no guard is to blame. */
  state: z.enum(["watching", "passed", "tripped", "cancelled", "failed"]),
  /** As they were when the watching began: a change of the stage's settings does not touch a deployment under way. */
  settings: guardSettingsSchema,
  startedAt: timestampSchema,
  /** When the bake time is over; while a canary shifts traffic it has not begun, and this is its earliest end. */
  bakesUntil: timestampSchema,
  checkedAt: timestampSchema.nullable(),
  endedAt: timestampSchema.nullable(),
  guards: z.array(guardResultSchema),
  /** What the functions did in the same length of time before the deployment; null where no guard asks. */
  baseline: z.array(functionNumbersSchema).nullable(),
  /** Why it ended other than well. */
  error: problemDetailSchema.nullable(),
});
export type GuardReport = z.infer<typeof guardReportSchema>;
