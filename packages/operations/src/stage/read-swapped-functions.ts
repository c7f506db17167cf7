import { functionsResultSchema, type FunctionsResult } from "@windlass/contracts/deployment-results";
import type { Database } from "@windlass/database/database";

/** A function that runs the code of another release than its stack. */
export type SwappedFunction = FunctionsResult["functions"][number] & { release: number; stackRelease: number; deployment: number };

/**
 * The functions that got other code, alone, since the stage's current deployment; of one that got it twice the last time
 * counts. What failed in the middle counts too: its functions may run either code.
 */
export async function readSwappedFunctions(db: Database, stageId: string): Promise<SwappedFunction[]> {
  const { rows } = await db.pool.query<{ number: number; swapped: unknown }>(
    `SELECT d.number, d.results -> 'functions' AS swapped
     FROM stages s JOIN deployments d ON d.stage_id = s.id LEFT JOIN deployments c ON c.id = s.current_deployment_id
     WHERE s.id = $1 AND d.kind IN ('function', 'rollback') AND d.results ? 'functions' AND d.number > COALESCE(c.number, 0) ORDER BY d.number`,
    [stageId],
  );
  const found = new Map<string, SwappedFunction>();
  for (const { number, swapped } of rows) {
    const { functions, release, stackRelease } = functionsResultSchema.parse(swapped);
    for (const one of functions) found.set(one.name, { ...one, release, stackRelease, deployment: number });
  }
  return [...found.values()].filter(({ release, stackRelease }) => release !== stackRelease);
}
