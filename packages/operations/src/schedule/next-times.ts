import { WindlassError } from "@windlass/contracts/error";
import type { StageSchedule } from "@windlass/contracts/schedule";
import { Cron } from "croner";

/**
 * The next times of a schedule after `from`. A time that a change of the clock leaves out or doubles comes once. Throws
 * `invalid_request` for a rule that is none, or that never comes.
 */
export function nextTimes({ cron, timeZone }: StageSchedule, { from, count }: { from: Date; count: number }): [Date, ...Date[]] {
  const [first, ...rest] = timesOf({ cron, timeZone }).nextRuns(count, from);
  if (first === undefined) throw new WindlassError("invalid_request", `The schedule "${cron}" never comes.`, { hint: "Use a day that its month has." });
  return [first, ...rest];
}

function timesOf({ cron, timeZone }: StageSchedule): Cron {
  try {
    return new Cron(cron, { timezone: timeZone, mode: "5-part", paused: true });
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^CronPattern: /, "") : String(error);
    throw new WindlassError("invalid_request", `The schedule "${cron}" is not valid: ${reason}`, { hint: "Use five fields, such as 0 6 * * 1-5 for workdays at six." });
  }
}
