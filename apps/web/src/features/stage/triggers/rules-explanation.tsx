import { explainDeployRules, type DeployRulesContext } from "@windlass/contracts/deploy-rules";

/** What the rules mean, as they stand in the form. */
export function RulesExplanation(rules: DeployRulesContext) {
  return (
    <div role="status" aria-label="What deploys" className="space-y-1 rounded-md border border-line bg-sunken px-3.5 py-2.5 text-note break-words text-ink-soft">
      {explainDeployRules(rules).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}
