import type { DeploymentSummary } from "@windlass/contracts/deployment";
import type { RollbackPreview } from "@windlass/contracts/rollback";
import { Check } from "lucide-react";
import { Section } from "../../../ui/card.js";
import { Mono } from "../../../ui/chip.js";
import { FindingsView } from "../policies/findings-view.js";

/** Which rules the release breaks at the levels of today. They do not stop a roll-back; rules are not run again for it. */
export function PolicyCheck({ policies: { failing, unchecked }, release }: { policies: RollbackPreview["policies"]; release: DeploymentSummary }) {
  return (
    <Section
      title="Policies"
      actions={failing.length === 0 ? undefined : `${failing.length} would fail now`}
      description="What the rules said when the release was built, at the levels of today. They do not stop a roll-back."
    >
      {failing.length === 0 ? (
        <p className="flex items-start gap-2">
          <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />
          No rule that was checked would fail.
        </p>
      ) : (
        <FindingsView findings={failing} release={release} />
      )}
      {unchecked.length > 0 && (
        <p className="mt-2.5 text-ink-soft">
          {"Asked for today, not checked then: "}
          {unchecked.map((rule, index) => (
            <span key={rule}>
              {index > 0 && ", "}
              <Mono className="break-all">{rule}</Mono>
            </span>
          ))}
        </p>
      )}
    </Section>
  );
}
