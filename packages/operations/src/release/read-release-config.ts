import { WindlassError } from "@windlass/contracts/error";
import type { DeploymentAddress } from "../deployment/read-deployment.js";
import { authorize, type OperationContext } from "../context.js";
import { versionColumn } from "./release-version.js";

export type ReleaseConfigText = {
  version: string;
  /** A `ReleaseConfig` as JSON; null when the caller has this version already. */
  text: string | null;
};

type Row = {
  version: string;
  fresh: boolean;
  template: string | null;
  resolved_config: string | null;
  source_map: string | null;
  functions: string | null;
  inputs: string | null;
};

/**
 * What a release was compiled from and to. The parts are stored as JSON and put together as text: a template of a
 * megabyte is neither parsed nor written here, and not read when the caller has the version already. Of a release that
 * was built before its config was kept the template is not told either: nobody masked the secrets in it.
 * `address.number` is the release's. Throws `not_found`.
 */
export async function readReleaseConfig(
  context: OperationContext,
  { knownVersion, ...address }: DeploymentAddress & { knownVersion?: string | undefined },
): Promise<ReleaseConfigText> {
  authorize(context, "service:read");
  const { rows } = await context.db.pool.query<Row>(
    `SELECT version, fresh, CASE WHEN fresh THEN shown END AS template, CASE WHEN fresh THEN resolved_config::text END AS resolved_config,
            CASE WHEN fresh THEN source_map::text END AS source_map, CASE WHEN fresh THEN functions::text END AS functions, CASE WHEN fresh THEN inputs::text END AS inputs
     FROM (SELECT CASE WHEN r.resolved_config IS NOT NULL THEN coalesce(r.shown_template, r.template) END AS shown, r.resolved_config, r.source_map, r.functions, r.inputs,
                  ${versionColumn} AS version, ${versionColumn} IS DISTINCT FROM $4 AS fresh
           FROM releases r JOIN stages s ON s.id = r.stage_id JOIN services v ON v.id = s.service_id
           WHERE v.name = $1 AND s.name = $2 AND r.number = $3) AS release`,
    [address.service, address.stage, address.number, knownVersion ?? null],
  );
  const row = rows[0];
  if (!row) throw new WindlassError("not_found", `Stage ${address.stage} of ${address.service} has no release ${address.number}.`);
  return { version: row.version, text: row.fresh ? configText(address.number, row) : null };
}

function configText(number: number, row: Row): string {
  const { template, resolved_config: config, source_map: sourceMap, functions, inputs } = row;
  return `{"number":${number},"resolvedConfig":${config ?? "null"},"template":${template ?? "null"},"sourceMap":${sourceMap},"functions":${functions},"inputs":${inputs}}`;
}
