import { useNow } from "./clock.js";
import { cn } from "./cn.js";
import { durationText } from "./time-text.js";

/** A length of time. Without `ms` it runs: the whole seconds since `since`. */
export function Duration({ ms, since, className }: { ms: number | null; since?: string | null | undefined; className?: string | undefined }) {
  if (ms !== null) return <span className={cn("whitespace-nowrap tabular-nums", className)}>{durationText(ms)}</span>;
  if (since === undefined || since === null) return null;
  return <RunningDuration since={since} className={className} />;
}

function RunningDuration({ since, className }: { since: string; className: string | undefined }) {
  const now = useNow("fine");
  const seconds = Math.max(0, Math.floor((now - Date.parse(since)) / 1_000));
  // Whole seconds only, and never milliseconds: the last digit must not flicker.
  const text = seconds < 10 ? `${seconds} s` : durationText(seconds * 1_000);
  return <span className={cn("whitespace-nowrap tabular-nums", className)}>{text}</span>;
}
