import { canaryReportSchema } from "@windlass/contracts/canary";
import { guardReportSchema } from "@windlass/contracts/guard";
import { z } from "zod";
import type { DeploymentRun } from "./deployment-run.js";
import type { Executor } from "./fence.js";

/** The parts of a deployment's results that its run goes on from. */
export const runResultsSchema = z.object({ guards: guardReportSchema.nullable().default(null), canary: canaryReportSchema.nullable().default(null) });

/** What the steps have kept so far: newer than what was read with the run. Throws when a stored value is malformed. */
export async function readResults(db: Executor, deploymentId: string): Promise<DeploymentRun["results"]> {
  const { rows } = await db.query<{ results: unknown }>("SELECT results FROM deployments WHERE id = $1", [deploymentId]);
  return runResultsSchema.parse(rows[0]?.results ?? {});
}
