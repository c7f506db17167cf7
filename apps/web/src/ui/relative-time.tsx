import { useClock, useNow } from "./clock.js";
import { cn } from "./cn.js";
import { absoluteText, relativeText } from "./time-text.js";

/** `3 minutes ago`, with the exact time, in the zone the reader chose, in its title. */
export function RelativeTime({ at, className }: { at: string; className?: string }) {
  const now = useNow();
  const { zone } = useClock();
  const time = Date.parse(at);
  return (
    <time dateTime={at} title={absoluteText(time, zone)} className={cn("whitespace-nowrap", className)}>
      {relativeText(time, now)}
    </time>
  );
}

/** The exact time, in the zone the reader chose. */
export function AbsoluteTime({ at, className }: { at: string; className?: string }) {
  const { zone } = useClock();
  return (
    <time dateTime={at} className={cn("tabular-nums", className)}>
      {absoluteText(Date.parse(at), zone)}
    </time>
  );
}
