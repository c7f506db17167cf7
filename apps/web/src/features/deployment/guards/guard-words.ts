import type { CanaryReport } from "@windlass/contracts/canary";
import type { GuardReport, GuardResult, GuardVerdict } from "@windlass/contracts/guard";
import type { Tone } from "../../../ui/chip.js";

export const kindWords = {
  alarm: "Alarm",
  error_rate: "Error rate",
  p95_duration: "p95 duration",
  smoke: "Smoke request",
} as const satisfies Record<GuardResult["kind"], string>;

export const verdictLook = {
  waiting: { label: "Not looked yet", tone: "idle" },
  good: { label: "Good", tone: "good" },
  unknown: { label: "Says nothing", tone: "warn" },
  tripped: { label: "Tripped", tone: "bad" },
} as const satisfies Record<GuardVerdict, { label: string; tone: Tone }>;

export const reportLook = {
  watching: { label: "Watching", tone: "run" },
  passed: { label: "None tripped", tone: "good" },
  tripped: { label: "Tripped", tone: "bad" },
  cancelled: { label: "Cancelled", tone: "idle" },
  failed: { label: "Could not go on", tone: "bad" },
} as const satisfies Record<GuardReport["state"], { label: string; tone: Tone }>;

export const canaryLook = {
  shifting: { label: "Shifting", tone: "run" },
  settling: { label: "Settling the stack", tone: "run" },
  done: { label: "All traffic", tone: "good" },
  aborted: { label: "Aborted", tone: "bad" },
} as const satisfies Record<CanaryReport["state"], { label: string; tone: Tone }>;
