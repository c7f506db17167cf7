import type { AlarmReading } from "@windlass/aws/alarms/read-alarms";
import type { Judgement } from "./judgement.js";

/**
 * What an alarm says of a deployment that began to change AWS at `appliedAt`. One that rang before says nothing about it:
 * else the release that repairs something could never stay.
 */
export function judgeAlarm(alarm: AlarmReading | undefined, appliedAt: Date): Judgement {
  const numbers = { value: null, baseline: null, count: null };
  if (!alarm) return { ...numbers, verdict: "unknown", message: "There is no alarm of this name in the stage's account and region." };
  const reason = alarm.reason === "" ? "" : `: ${alarm.reason}`;
  switch (alarm.state) {
    case "OK":
      return { ...numbers, verdict: "good", message: `OK${reason}` };
    case "INSUFFICIENT_DATA":
      return { ...numbers, verdict: "unknown", message: `INSUFFICIENT_DATA${reason}` };
    case "ALARM":
      if (alarm.since !== null && alarm.since.getTime() < wholeSecond(appliedAt)) {
        return { ...numbers, verdict: "unknown", message: `It has been in ALARM since ${alarm.since.toISOString()}, before this deployment${reason}` };
      }
      return { ...numbers, verdict: "tripped", message: `ALARM${reason}` };
  }
}

/** CloudWatch may tell the time of a change in whole seconds: one in the second in which the deployment began counts as after it. */
function wholeSecond(at: Date): number {
  return Math.floor(at.getTime() / 1_000) * 1_000;
}
