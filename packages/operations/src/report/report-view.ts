import { problemDetailSchema } from "@windlass/contracts/error";
import { reportParts, type ForgeReport } from "@windlass/contracts/report";
import { sentSchema } from "./sent.js";

/** A column with the report of a deployment `d`, or null; it wants `reportTable` joined from the left. */
export const reportColumn = `CASE WHEN fr.id IS NULL THEN NULL ELSE json_build_object('version', fr.version, 'reported', fr.reported_version,
  'sent', fr.sent, 'error', fr.error, 'notBefore', fr.not_before) END AS report`;
export const reportTable = "forge_reports fr ON fr.deployment_id = d.id";

export type StoredReport = { version: number; reported: number; sent: unknown; error: unknown; notBefore: string | null };

/** What a deployment's page says of it; null where there was nothing to tell: the App is not installed there, or all is switched off. */
export function toForgeReport(row: StoredReport | null): ForgeReport | null {
  if (row === null) return null;
  const sent = sentSchema.parse(row.sent);
  const error = problemDetailSchema.nullable().parse(row.error);
  const parts = reportParts.flatMap((kind) => {
    const part = sent[kind];
    return part && part.at !== null ? [{ kind, state: part.state, url: part.url, at: part.at }] : [];
  });
  const isTold = row.reported === row.version;
  if (isTold && parts.length === 0 && error === null) return null;
  const nextTryAt = isTold || row.notBefore === null ? null : new Date(row.notBefore).toISOString();
  return { state: stateOf(error !== null, isTold), parts, error, nextTryAt };
}

function stateOf(isFailed: boolean, isTold: boolean): ForgeReport["state"] {
  if (isFailed) return isTold ? "given_up" : "failing";
  return isTold ? "reported" : "waiting";
}
