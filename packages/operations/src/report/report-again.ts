import type { Deployment } from "@windlass/contracts/deployment";
import { WindlassError } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import { readDeployment, type DeploymentAddress } from "../deployment/read-deployment.js";
import { inSqlTransaction } from "../in-transaction.js";
import { insertAudit } from "../insert-audit.js";

/**
 * Has all of a deployment told to its forge once more, at once and also what was told before, as somebody wants who has given a permission back or
 * whose check run was deleted; and the comment of its pull request, where it has one. Throws `not_found`, and `conflict` for a
 * deployment of which nothing is told.
 */
export async function reportAgain(context: OperationContext, address: DeploymentAddress): Promise<Deployment> {
  authorize(context, "deployment:create");
  const { id, service, stage, number } = await readDeployment(context, address);
  await inSqlTransaction(context.db, async (client) => {
    const { rows } = await client.query<{ pull: string | null }>(
      `SELECT COALESCE(s.pull_request_id, (SELECT p.pull_request_id FROM previews p WHERE p.plan_id = d.id)) AS pull
       FROM forge_reports r JOIN deployments d ON d.id = r.deployment_id JOIN stages s ON s.id = d.stage_id WHERE d.id = $1 FOR UPDATE OF r`,
      [id],
    );
    const [found] = rows;
    if (!found) throw new WindlassError("conflict", `Nothing of ${service}/${stage} #${number} is told to anybody.`, { hint: "Connect GitHub, or give the repository a token; deployments from then on are told of." });
    await client.query(forgetSql, [id, found.pull]);
    await client.query("SELECT windlass_want_report($1, $2)", [id, found.pull]);
    await insertAudit(client, context.actor, { action: "deployment.report_requested", entity: { type: "deployment", id, name: `${service}/${stage}#${number}` } });
  });
  return readDeployment(context, address);
}

/** What was told stays known by its ids, so that it is edited and not made twice, but no longer counts as told. */
const forgetSql = `
  UPDATE forge_reports SET error = NULL, attempts = 0, not_before = NULL,
    sent = COALESCE((SELECT jsonb_object_agg(part.key, part.value || '{"digest": null}') FROM jsonb_each(sent) AS part), '{}')
  WHERE deployment_id = $1 OR pull_request_id = $2`;
