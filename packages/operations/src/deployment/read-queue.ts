import type { Queue } from "@windlass/contracts/home";
import { authorize, type OperationContext } from "../context.js";
import { readBuildIsolation } from "../worker/build-isolation.js";
import { blockerColumns, blockerTable, toBlocker, type BlockerRow } from "./deployment-blocker.js";
import { summaryColumns, summaryTables, toSummary, type SummaryRow } from "./deployment-summary.js";
import { openStateList } from "./state-lists.js";

type Row = SummaryRow & BlockerRow;

/** A page shows this many; a queue that is longer has a problem that its head shows. */
const limit = 500;

/** All that runs or waits, oldest first. `position` counts within the stage; a stage runs one at a time. */
export async function readQueue(context: OperationContext): Promise<Omit<Queue, "workers">> {
  authorize(context, "deployment:read");
  const { rows } = await context.db.pool.query<Row>(
    `SELECT ${summaryColumns}, ${blockerColumns}
     FROM ${summaryTables} LEFT JOIN ${blockerTable}
     WHERE d.state IN (${openStateList})
     ORDER BY d.freeze_overridden_by IS NULL, d.id LIMIT ${limit}`,
  );
  const running = rows.filter((row) => row.state !== "queued");
  const stackWaits = running.flatMap((row) => {
    const blocker = toBlocker(row);
    return blocker === null ? [] : [[row.id, blocker] as const];
  });
  return {
    builds: await readBuildIsolation(context.db),
    running: running.map(toSummary),
    stackWaits: Object.fromEntries(stackWaits),
    waiting: rows
      .filter((row) => row.state === "queued")
      .map((row) => ({ ...toSummary(row), position: row.position, blocker: toBlocker(row) })),
  };
}
