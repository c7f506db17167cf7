import type { Finding } from "@windlass/contracts/finding";
import { uuidv7 } from "uuidv7";
import type { FencedTransaction } from "./fence.js";

/** Replaces the findings of a release with those of the latest check. */
export async function saveFindings(
  tx: FencedTransaction,
  input: { releaseId: string; findings: readonly Omit<Finding, "id">[] },
): Promise<void> {
  const rows = input.findings.map((finding) => ({
    id: uuidv7(),
    release_id: input.releaseId,
    pack: finding.pack,
    rule: finding.rule,
    title: finding.title,
    severity: finding.severity,
    level: finding.level,
    outcome: finding.outcome,
    logical_id: finding.logicalId,
    resource_type: finding.resourceType,
    template_path: finding.templatePath,
    place: finding.place,
    message: finding.message,
    hint: finding.hint,
  }));
  await tx.query("DELETE FROM findings WHERE release_id = $1", [input.releaseId]);
  await tx.query(
    `INSERT INTO findings SELECT * FROM jsonb_populate_recordset(NULL::findings, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
  await tx.query("UPDATE releases SET checked_at = now() WHERE id = $1", [input.releaseId]);
}
