import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { callAws } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type AlarmReading = {
  state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  reason: string;
  /** When it came into this state; null when CloudWatch does not say. */
  since: Date | null;
};

/**
 * Reads metric and composite alarms by name, with one call. An alarm that does not exist is not in the answer.
 *
 * @throws WindlassError; AbortError.
 */
export async function readAlarms(
  session: AwsSession,
  { names, signal }: { /** At most 100. */ names: readonly string[]; signal?: AbortSignal },
): Promise<Map<string, AlarmReading>> {
  if (names.length === 0) return new Map();
  const command = new DescribeAlarmsCommand({ AlarmNames: [...names], AlarmTypes: ["MetricAlarm", "CompositeAlarm"], MaxRecords: 100 });
  const answer = await callAws(session, "read alarms", () => session.cloudWatch.send(command, signal ? { abortSignal: signal } : {}));
  const alarms = [...(answer.MetricAlarms ?? []), ...(answer.CompositeAlarms ?? [])];
  return new Map(
    alarms.flatMap((alarm) => {
      const { AlarmName: name, StateValue: state = "INSUFFICIENT_DATA", StateReason: reason = "" } = alarm;
      const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp ?? null;
      return name === undefined ? [] : [[name, { state, reason, since }] as const];
    }),
  );
}
