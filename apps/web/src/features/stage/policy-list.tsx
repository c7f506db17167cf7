import type { Stage } from "@windlass/contracts/stage";
import type { StageFindings } from "@windlass/contracts/finding";
import { ShieldCheck } from "lucide-react";
import { EmptyState } from "../../ui/empty-state.js";
import { PlainLink } from "../../ui/link.js";
import { RelativeTime } from "../../ui/relative-time.js";
import { TabBar, TabLink } from "../../ui/tabs.js";
import { groupFindings } from "./policy-groups.js";
import { PolicyRule } from "./policy-rule.js";

/** The policy results of the stage's release, rule by rule, each with its level for this stage. */
export function PolicyList({ stage, findings, show }: { stage: Stage; findings: StageFindings; show: "failing" | "all" }) {
  const groups = groupFindings(findings.findings, stage.policyLevels);
  if (findings.releaseNumber === null || groups.length === 0) {
    return (
      <EmptyState icon={<ShieldCheck aria-hidden />} title="Nothing was checked yet">
        Every deployment is checked against the policy rules before anything reaches AWS. After the first one, each rule is listed here with its
        findings, and you choose per rule whether it blocks or warns.
      </EmptyState>
    );
  }
  const failing = groups.filter((group) => group.failures.length > 0);
  const shown = show === "failing" ? failing : groups;
  const address = { service: stage.service, stage: stage.name };
  return (
    <div>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <p className="text-ink-soft">
          <PlainLink
            to="/services/$service/stages/$stage/deployments/$number"
            params={{ ...address, number: findings.releaseNumber }}
            className="font-medium text-ink"
          >
            {`Release ${findings.releaseNumber}`}
          </PlainLink>
          {findings.checkedAt !== null && (
            <>
              {" was checked "}
              <RelativeTime at={findings.checkedAt} />
            </>
          )}
          {`: ${failing.length === 0 ? "all rules hold" : `${failing.length} of ${groups.length} rules fail`}.`}
        </p>
        <TabBar label="Which rules" className="border-b-0">
          <TabLink to="/services/$service/stages/$stage/policies" params={address} search={{}} activeOptions={{ exact: true }}>
            All
          </TabLink>
          <TabLink to="/services/$service/stages/$stage/policies" params={address} search={{ show: "failing" }} activeOptions={{ exact: true }}>
            Failing
          </TabLink>
        </TabBar>
      </div>
      {shown.length === 0 ? (
        <p className="text-ink-soft">No rule fails.</p>
      ) : (
        <ul aria-label="Rules" className="divide-y divide-line rounded-lg border border-line bg-surface shadow-raised">
          {shown.map((group) => (
            <PolicyRule key={group.rule} stage={stage} group={group} release={findings.releaseNumber} />
          ))}
        </ul>
      )}
    </div>
  );
}
