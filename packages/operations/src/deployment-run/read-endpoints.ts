import type { Endpoint } from "@windlass/contracts/deployment";
import type { Executor } from "./fence.js";

/** The URLs that the deployment's verification has found. */
export async function readEndpoints(db: Executor, deploymentId: string): Promise<Endpoint[]> {
  const { rows } = await db.query<{ endpoints: Endpoint[] }>("SELECT endpoints FROM deployments WHERE id = $1", [deploymentId]);
  return rows[0]?.endpoints ?? [];
}
