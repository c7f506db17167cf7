import { severities, type Finding } from "@windlass/contracts/finding";

export interface SortedFindings {
  /** Failed and mandatory: they stop the deployment. */
  blocking: Finding[];
  /** Failed and advisory: they warn. */
  advisory: Finding[];
  passed: Finding[];
}

/** Findings by what they do to the deployment, the severest first. Rules that are off are left out. */
export function sortFindings(findings: readonly Finding[]): SortedFindings {
  const on = findings.filter((finding) => finding.level !== "off").sort(compareFindings);
  const failed = on.filter((finding) => finding.outcome === "fail");
  return {
    blocking: failed.filter((finding) => finding.level === "mandatory"),
    advisory: failed.filter((finding) => finding.level === "advisory"),
    passed: on.filter((finding) => finding.outcome === "pass"),
  };
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    a.rule.localeCompare(b.rule) ||
    (a.logicalId ?? "").localeCompare(b.logicalId ?? "")
  );
}
