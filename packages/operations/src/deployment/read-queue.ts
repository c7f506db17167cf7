import type { Queue } from "@windlass/contracts/home";
import { authorize, type OperationContext } from "../context.js";
import { blockerColumns, blockerTable, toBlocker, type BlockerRow } from "./deployment-blocker.js";
import { summaryColumns, summaryTables, toSummary, type SummaryRow } from "./deployment-summary.js";

type Row = SummaryRow & BlockerRow & { position: number };

/** A page shows this many; a queue that is longer has a problem that its head shows. */
const limit = 500;

/** All that runs or waits, oldest first. `position` counts within the stage; a stage runs one at a time. */
export async function readQueue(context: OperationContext): Promise<Omit<Queue, "workers">> {
  authorize(context, "deployment:read");
  const { rows } = await context.db.pool.query<Row>(
    `SELECT ${summaryColumns}, ${blockerColumns},
            (row_number() OVER (PARTITION BY d.stage_id, d.state ORDER BY d.number))::int AS position
     FROM ${summaryTables} LEFT JOIN ${blockerTable}
     WHERE d.state IN ('queued', 'preparing', 'planning', 'awaiting_approval', 'deploying', 'verifying', 'rolling_back')
     ORDER BY d.id LIMIT ${limit}`,
  );
  return {
    running: rows.filter((row) => row.state !== "queued").map(toSummary),
    waiting: rows
      .filter((row) => row.state === "queued")
      .map((row) => ({ ...toSummary(row), position: row.position, blocker: toBlocker(row) })),
  };
}
