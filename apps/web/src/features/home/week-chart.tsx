import type { Home } from "@windlass/contracts/home";
import { cn } from "../../ui/cn.js";

type Day = Home["deploymentsPerDay"][number];
const weekday = new Intl.DateTimeFormat("en", { weekday: "short", timeZone: "UTC" });

/** Deployments of the last 7 days (UTC), a bar per day: what failed stands on what succeeded. */
export function WeekChart({ days }: { days: readonly Day[] }) {
  const most = Math.max(1, ...days.map((day) => day.succeeded + day.failed));
  const succeeded = days.reduce((sum, day) => sum + day.succeeded, 0);
  const failed = days.reduce((sum, day) => sum + day.failed, 0);
  return (
    <figure>
      <figcaption className="mb-4">
        <span className="block text-note text-ink-faint">Last 7 days</span>
        <span className="text-title font-semibold tabular-nums">{succeeded + failed}</span>
        <span className="ml-2 text-ink-soft">{succeeded + failed === 1 ? "deployment" : "deployments"}</span>
      </figcaption>
      <div className="flex h-24 items-end gap-1.5" aria-hidden>
        {days.map((day) => (
          <Bar key={day.day} day={day} most={most} />
        ))}
      </div>
      <div className="mt-1.5 flex gap-1.5" aria-hidden>
        {days.map((day) => (
          <span key={day.day} className="flex-1 text-center text-note text-ink-faint">
            {weekday.format(Date.parse(day.day)).slice(0, 2)}
          </span>
        ))}
      </div>
      <p className="mt-3 flex gap-4 text-note text-ink-soft">
        <Legend color="bg-good-mark" text={`${succeeded} succeeded`} />
        <Legend color="bg-bad-mark" text={`${failed} failed`} />
      </p>
      <ul className="sr-only">
        {days.map((day) => (
          <li key={day.day}>{`${day.day}: ${day.succeeded} succeeded, ${day.failed} failed`}</li>
        ))}
      </ul>
    </figure>
  );
}

function Bar({ day, most }: { day: Day; most: number }) {
  const percent = (count: number) => ({ height: `${(count / most) * 100}%` });
  const total = day.succeeded + day.failed;
  return (
    <div className="flex h-full flex-1 flex-col justify-end gap-px" title={`${day.day}: ${day.succeeded} succeeded, ${day.failed} failed`}>
      {day.failed > 0 && <div className="min-h-1 rounded-xs bg-bad-mark" style={percent(day.failed)} />}
      {day.succeeded > 0 && <div className="min-h-1 rounded-xs bg-good-mark" style={percent(day.succeeded)} />}
      {total === 0 && <div className="h-0.5 rounded-full bg-line" />}
    </div>
  );
}

function Legend({ color, text }: { color: string; text: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={cn("size-2 rounded-xs", color)} />
      {text}
    </span>
  );
}
