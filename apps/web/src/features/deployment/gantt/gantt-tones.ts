import type { TimelineRow } from "@windlass/contracts/timeline";

const waiting = "bg-idle-mark/60";
const failed = "bg-bad-mark";
const critical = "bg-accent";
const other = "bg-accent/35";

/** What the colours mean; `state` is null where it does not follow from the state alone. */
export const tones: readonly { state: TimelineRow["state"] | null; name: string; color: string }[] = [
  { state: null, name: "decided how long it took", color: critical },
  { state: null, name: "did not", color: other },
  { state: "waiting", name: "waiting", color: waiting },
  { state: "failed", name: "failed", color: failed },
];

export function colorOf(row: TimelineRow): string {
  if (row.state === "waiting") return waiting;
  if (row.state === "failed") return failed;
  const color = row.critical ? critical : other;
  return row.state === "running" ? `${color} animate-pulse-mark` : color;
}
