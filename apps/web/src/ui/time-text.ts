import type { Zone } from "./clock.js";

const units = [
  { unit: "year", seconds: 31_557_600 },
  { unit: "month", seconds: 2_629_800 },
  { unit: "week", seconds: 604_800 },
  { unit: "day", seconds: 86_400 },
  { unit: "hour", seconds: 3_600 },
  { unit: "minute", seconds: 60 },
] as const;

/** `3 minutes ago`, `in 2 days`, `just now` (under 30 s either way). Times in milliseconds. */
export function relativeText(at: number, now: number): string {
  const seconds = (at - now) / 1_000;
  const size = Math.abs(seconds);
  if (size < 30) return "just now";
  const fitting = units.find((each) => size >= each.seconds) ?? units[units.length - 1];
  if (fitting === undefined) return "just now";
  const count = Math.max(1, Math.floor(size / fitting.seconds)) * Math.sign(seconds);
  return new Intl.RelativeTimeFormat("en", { numeric: "always" }).format(count, fitting.unit);
}

/** `14 Nov 2026, 09:31:07 UTC`, in the zone that the reader chose. */
export function absoluteText(at: number, zone: Zone): string {
  return new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
    ...(zone === "utc" && { timeZone: "UTC" }),
  }).format(at);
}

/** `840 ms`, `4.2 s`, `1 min 12 s`, `2 h 5 min`, `3 d 4 h`: two parts at most. */
export function durationText(ms: number): string {
  const whole = Math.max(0, ms);
  if (whole < 1_000) return `${Math.round(whole)} ms`;
  if (whole < 9_950) return `${(whole / 1_000).toFixed(1)} s`;
  const seconds = Math.round(whole / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return twoParts(seconds, 60, ["min", "s"]);
  if (seconds < 86_400) return twoParts(Math.floor(seconds / 60), 60, ["h", "min"]);
  return twoParts(Math.floor(seconds / 3_600), 24, ["d", "h"]);
}

function twoParts(amount: number, size: number, [large, small]: readonly [string, string]): string {
  const rest = amount % size;
  const whole = `${Math.floor(amount / size)} ${large}`;
  return rest === 0 ? whole : `${whole} ${rest} ${small}`;
}
