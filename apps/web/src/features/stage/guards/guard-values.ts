import { guardSettingsSchema, smokeRequestSchema, type GuardSettings, type MetricGuard } from "@windlass/contracts/stage-settings";
import type { UseFormReturn } from "react-hook-form";
import { z } from "zod";

const requestSchema = z.object({
  method: smokeRequestSchema.shape.method.unwrap(),
  path: smokeRequestSchema.shape.path,
  status: z.string().regex(/^[1-5]\d\d$/, "Use a status from 100 to 599."),
  body: z.string().max(500).refine((text) => smokeRequestSchema.shape.body.safeParse(text).success, "This is not a regular expression."),
});

/** A number as it is typed; empty where the guard is not wanted. */
const rise = z.string().refine((text) => text === "" || (/^\d+(\.\d+)?$/.test(text) && Number(text) <= 1_000), "Use a number up to 1000, or leave it empty.");

/** The guards as a form has them: texts. */
export const guardValuesSchema = z.object({
  smoke: z.array(requestSchema).max(20),
  /** One name per line. */
  alarms: z.string().refine((text) => linesOf(text).length <= 50, "Name at most 50 alarms."),
  errorRate: rise,
  duration: rise,
  minimumSamples: z.string().refine((text) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 1_000_000, "Use a whole number from 1 on."),
  bakeMinutes: z.string().refine((text) => /^\d+(\.\d+)?$/.test(text) && Number(text) <= 1_440, "Use minutes, at most 1440 (a day)."),
});
export type GuardValues = z.output<typeof guardValuesSchema>;
export type GuardFormHandle = UseFormReturn<GuardValues, unknown, GuardValues>;

export const newRequest: GuardValues["smoke"][number] = { method: "GET", path: "/", status: "200", body: "" };

export function valuesOf({ smoke, alarms, metrics, bakeSeconds }: GuardSettings): GuardValues {
  const riseOf = (metric: MetricGuard["metric"]): string => String(metrics.find((guard) => guard.metric === metric)?.maxIncrease ?? "");
  return {
    smoke: smoke.map(({ method, path, status, body }) => ({ method, path, status: String(status), body: body ?? "" })),
    alarms: alarms.join("\n"),
    errorRate: riseOf("error_rate"),
    duration: riseOf("p95_duration"),
    minimumSamples: String(metrics[0]?.minimumSamples ?? 20),
    bakeMinutes: String(Math.round((bakeSeconds / 60) * 100) / 100),
  };
}

export function settingsOf(values: GuardValues): GuardSettings {
  const minimumSamples = Number(values.minimumSamples);
  const guardOf = (metric: MetricGuard["metric"], text: string): MetricGuard[] => (text === "" ? [] : [{ metric, maxIncrease: Number(text), minimumSamples }]);
  return guardSettingsSchema.parse({
    smoke: values.smoke.map(({ method, path, status, body }) => ({ method, path, status: Number(status), body: body === "" ? null : body })),
    alarms: linesOf(values.alarms),
    metrics: [...guardOf("error_rate", values.errorRate), ...guardOf("p95_duration", values.duration)],
    bakeSeconds: Math.round(Number(values.bakeMinutes) * 60),
  });
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}
