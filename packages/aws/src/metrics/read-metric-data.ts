import { GetMetricDataCommand, type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { callAws } from "../call-aws.js";
import { mapParallel } from "../map-parallel.js";
import type { AwsSession } from "../session.js";
import type { MetricWindow } from "./metric-window.js";

/** CloudWatch's own limit. */
const queriesPerCall = 500;
const callsAtOnce = 3;

/**
 * Runs metric queries, 500 to a call, reading all pages. Answers query id → a value per period of the window, null where
 * CloudWatch has none.
 *
 * @throws WindlassError
 */
export async function readMetricData(
  session: AwsSession,
  queries: readonly MetricDataQuery[],
  window: MetricWindow,
): Promise<Map<string, (number | null)[]>> {
  const values = new Map(queries.map(({ Id }) => [Id ?? "", window.startsMs.map((): number | null => null)]));
  const batches = Array.from({ length: Math.ceil(queries.length / queriesPerCall) }, (_, index) =>
    queries.slice(index * queriesPerCall, (index + 1) * queriesPerCall),
  );
  await mapParallel(batches, callsAtOnce, (batch) => readBatch(session, { batch, window, values }));
  return values;
}

type Batch = { batch: MetricDataQuery[]; window: MetricWindow; values: Map<string, (number | null)[]> };

async function readBatch(session: AwsSession, { batch, window, values }: Batch): Promise<void> {
  let nextToken: string | undefined;
  do {
    const command = new GetMetricDataCommand({
      MetricDataQueries: batch,
      StartTime: new Date(window.startMs),
      EndTime: new Date(window.endMs),
      ScanBy: "TimestampAscending",
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    });
    const answer = await callAws(session, "read metrics", () => session.cloudWatch.send(command));
    for (const result of answer.MetricDataResults ?? []) {
      const row = values.get(result.Id ?? "");
      result.Timestamps?.forEach((at, index) => {
        const place = Math.floor((at.getTime() - window.startMs) / (window.periodSeconds * 1_000));
        if (row && place >= 0 && place < row.length) row[place] = result.Values?.[index] ?? null;
      });
    }
    nextToken = answer.NextToken;
  } while (nextToken !== undefined);
}
