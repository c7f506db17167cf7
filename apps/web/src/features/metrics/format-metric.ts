import type { MetricRange } from "@windlass/contracts/metric";
import type { Zone } from "../../ui/clock.js";
import { durationText } from "../../ui/time-text.js";

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

/** A count: `0`, `840`, `12.3K`. */
export function countText(value: number): string {
  return compact.format(value);
}

/** A share as percents: `0 %`, `0.04 %`, `12 %`. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (percent === 0) return "0 %";
  if (percent < 0.01) return "< 0.01 %";
  return `${percent < 10 ? Number(percent.toFixed(2)) : Math.round(percent)} %`;
}

/** A duration in milliseconds as an axis has room for it. */
export function msText(value: number): string {
  return durationText(value);
}

const hour = { hour: "2-digit", minute: "2-digit" } as const;
const day = { day: "numeric", month: "short" } as const;
const formats = {
  local: { hour: new Intl.DateTimeFormat("en-GB", hour), day: new Intl.DateTimeFormat("en-GB", day) },
  utc: { hour: new Intl.DateTimeFormat("en-GB", { ...hour, timeZone: "UTC" }), day: new Intl.DateTimeFormat("en-GB", { ...day, timeZone: "UTC" }) },
} as const satisfies Record<Zone, { hour: Intl.DateTimeFormat; day: Intl.DateTimeFormat }>;

/** A moment on the axis of a range: hours for up to a day, days for longer. */
export function axisTimeText(seconds: number, range: MetricRange, zone: Zone): string {
  return formats[zone][range === "7d" || range === "30d" ? "day" : "hour"].format(seconds * 1_000);
}
