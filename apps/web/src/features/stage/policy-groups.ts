import { severities, type Finding, type PolicyLevel } from "@windlass/contracts/finding";

export type RuleGroup = {
  rule: string;
  pack: string;
  title: string;
  severity: Finding["severity"];
  hint: string;
  /** What the stage's settings say now; what the findings were judged by may be older. */
  level: PolicyLevel;
  failures: Finding[];
};

/** Findings by rule: rules that fail first, then the severe ones, then by title. */
export function groupFindings(findings: readonly Finding[], levels: Readonly<Record<string, PolicyLevel>>): RuleGroup[] {
  const groups = new Map<string, RuleGroup>();
  for (const finding of findings) {
    const { rule, pack, title, severity, hint } = finding;
    const group = groups.get(rule) ?? { rule, pack, title, severity, hint, level: levels[rule] ?? finding.level, failures: [] };
    if (finding.outcome === "fail") group.failures.push(finding);
    groups.set(rule, group);
  }
  return [...groups.values()].sort(
    (a, b) =>
      Number(b.failures.length > 0) - Number(a.failures.length > 0) ||
      severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
      a.title.localeCompare(b.title),
  );
}
