import { WindlassError } from "@windlass/contracts/error";
import type { DatabaseClient } from "@windlass/database/database";
import type { StageAddress } from "../stage/find-stage.js";
import { openStateList } from "./state-lists.js";

/**
 * What the service of `target` depends on, stage by stage of the same name, as rows of the address, of what is under way there, and of why
 * nothing can be deployed on it: null where it has a release, or gets one now. A service without a stage of the name is left out.
 */
export const dependencyRows = (stage: string): string => `
    SELECT dv.name AS service, ds.name AS stage, o.id AS open_id, o.number AS open_number,
           CASE WHEN o.kind = 'remove' THEN 'removing'
                WHEN (ds.current_release_id IS NOT NULL AND ds.status <> 'sandbox_lost') OR o.kind IN ('deploy', 'rollback') THEN NULL
                ELSE ds.status END AS missing
    FROM target JOIN service_dependencies sd ON sd.service_id = target.service_id
    JOIN services dv ON dv.id = sd.depends_on_id
    JOIN stages ds ON ds.service_id = dv.id AND ds.name = ${stage} AND ds.archived_at IS NULL
    LEFT JOIN LATERAL (
      SELECT d.id, d.number, d.kind FROM deployments d
      WHERE d.stage_id = ds.id AND d.kind <> 'preview'
        AND d.state IN (${openStateList})
      ORDER BY d.number DESC LIMIT 1
    ) o ON true`;

type Missing = { service: string; stage: string; open_number: number | null; missing: string };

/** Names what of the stage's dependencies keeps it from being deployed: an error `dependency_not_deployed`. Null where nothing does. */
export async function findMissingDependency(db: Pick<DatabaseClient, "query">, { service, stage }: StageAddress): Promise<WindlassError | null> {
  const { rows } = await db.query<Missing>(
    `WITH target AS (SELECT id AS service_id FROM services WHERE name = $1)
     SELECT * FROM (${dependencyRows("$2")}) dependency WHERE missing IS NOT NULL ORDER BY service`,
    [service, stage],
  );
  if (rows.length === 0) return null;
  const names = rows.map((row) => `${row.service}/${row.stage}`);
  const why = rows.map((row) => `${row.service}/${row.stage}, which ${reasonOf(row)}`).join(", and on ");
  return new WindlassError("dependency_not_deployed", `${service}/${stage} depends on ${why}.`, {
    hint: `Deploy ${names.join(" and ")} first, or all of them together: windlass deploy --all --stage ${stage} --only ${[...rows.map((row) => row.service), service].join(" ")}`,
  });
}

function reasonOf({ missing, open_number: number }: Missing): string {
  switch (missing) {
    case "removing":
      return `is being removed by #${number ?? 0}`;
    case "removed":
      return "was removed";
    case "never_deployed":
      return "was never deployed";
    case "sandbox_lost":
      return "was lost with its sandbox";
    default:
      return "has no deployment that succeeded";
  }
}
