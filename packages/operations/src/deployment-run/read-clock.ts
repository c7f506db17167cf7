import type { Executor } from "./fence.js";

/** The moment by the database's clock, which all workers share. */
export async function readClock(db: Executor): Promise<Date> {
  const { rows } = await db.query<{ now: Date }>("SELECT clock_timestamp() AS now");
  const row = rows[0];
  if (!row) throw new Error("The database told no time.");
  return row.now;
}
