import { WindlassError } from "@windlass/contracts/error";
import { planSchema, type Plan } from "@windlass/contracts/plan";
import { authorize, type OperationContext } from "../context.js";
import type { DeploymentAddress } from "./read-deployment.js";

/** What a deployment will change or has changed; null while that is not known. Throws `not_found`. */
export async function readPlan(context: OperationContext, { service, stage, number }: DeploymentAddress): Promise<Plan | null> {
  authorize(context, "deployment:read");
  const { rows } = await context.db.pool.query<{ plan: unknown }>(
    `SELECT d.plan FROM deployments d JOIN stages s ON s.id = d.stage_id JOIN services v ON v.id = s.service_id
     WHERE v.name = $1 AND s.name = $2 AND d.number = $3`,
    [service, stage, number],
  );
  const row = rows[0];
  if (!row) throw new WindlassError("not_found", `Stage ${stage} of ${service} has no deployment ${number}.`);
  return planSchema.nullable().parse(row.plan);
}
