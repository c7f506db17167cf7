import { PutMetricAlarmCommand, SetAlarmStateCommand } from "@aws-sdk/client-cloudwatch";
import type { AwsSession } from "../session.js";

/** Makes an alarm that nothing feeds, and gives it a state. */
export async function setAlarm(session: AwsSession, name: string, state: "OK" | "ALARM" | "INSUFFICIENT_DATA"): Promise<void> {
  const metric = { Namespace: "Windlass/Test", MetricName: name, Statistic: "Sum", Period: 86_400, EvaluationPeriods: 1 } as const;
  await session.cloudWatch.send(
    new PutMetricAlarmCommand({ AlarmName: name, ...metric, Threshold: 1_000_000, ComparisonOperator: "GreaterThanThreshold", TreatMissingData: "ignore" }),
  );
  await session.cloudWatch.send(new SetAlarmStateCommand({ AlarmName: name, StateValue: state, StateReason: `set to ${state} by the test` }));
}
