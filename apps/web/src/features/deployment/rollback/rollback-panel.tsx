import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { StageAddress } from "@windlass/client/address";
import type { Plan } from "@windlass/contracts/plan";
import type { RollbackPreview } from "@windlass/contracts/rollback";
import { RotateCcw, Zap } from "lucide-react";
import { api } from "../../../api/client.js";
import { problemOf } from "../../../api/problem-of.js";
import { Button } from "../../../ui/button.js";
import { Section } from "../../../ui/card.js";
import { ChangeBar } from "../../../ui/change-bar.js";
import { ButtonLink } from "../../../ui/link.js";
import { PageHeader } from "../../../ui/page-header.js";
import { Problem } from "../../../ui/problem.js";
import { PlanView } from "../plan/plan-view.js";
import { ArtifactCheck } from "./artifact-check.js";
import { CodeTable } from "./code-table.js";
import { ParameterCheck } from "./parameter-check.js";
import { PolicyCheck } from "./policy-check.js";
import { ReleasePair } from "./release-pair.js";

/** Shows what a roll-back will do, from the stored releases, and asks once. Without the code that it needs it cannot be asked for. */
export function RollbackPanel({ address, preview }: { address: StageAddress; preview: RollbackPreview }) {
  const navigate = useNavigate();
  const to = preview.target.number;
  const mutation = useMutation({
    mutationFn: () => api.deployments.rollBack(address, { to }),
    onSuccess: ({ number }) => navigate({ to: "/services/$service/stages/$stage/deployments/$number", params: { ...address, number } }),
  });
  const missing = preview.artifacts.missing.length > 0;
  return (
    <>
      <PageHeader
        title={`Roll back ${address.service} / ${address.stage} to ${to}?`}
        description="Puts back the template and the code of that release exactly as they were built: nothing is built again, and git is not needed. Data in tables and buckets is not rolled back."
      />
      <ReleasePair preview={preview} />
      <HowFast fast={preview.fast} />
      <div className="mb-7 grid gap-7">
        <ArtifactCheck artifacts={preview.artifacts} />
        {preview.functions.length > 0 && (
          <Section title="Code" actions={preview.functions.length}>
            <CodeTable functions={preview.functions} />
          </Section>
        )}
        <Section title="Resources" actions={<ChangeBar counts={preview.counts} />} description="From the two stored templates. CloudFormation's own change set is made when you roll back.">
          <PlanView plan={planOf(preview)} />
        </Section>
        <PolicyCheck policies={preview.policies} release={preview.target} />
        <ParameterCheck parameters={preview.parameters} release={preview.target.release ?? to} />
      </div>
      {mutation.error !== null && <Problem problem={problemOf(mutation.error)} className="mb-4" />}
      <div className="flex flex-wrap gap-2.5">
        <Button tone="primary" busy={mutation.isPending} disabled={missing} onClick={() => mutation.mutate()} aria-describedby={missing ? "artifacts-missing" : undefined}>
          <RotateCcw aria-hidden />
          {`Roll back to ${to}`}
        </Button>
        <ButtonLink to="/services/$service/stages/$stage" params={address}>
          Keep what runs now
        </ButtonLink>
      </div>
    </>
  );
}

/** Of the plan what the stored releases tell; code has a table of its own. */
function planOf({ resources: changes, counts }: RollbackPreview): Plan {
  return { changeSetId: null, operation: "update", changes, counts, access: [], code: [], budget: null, exportsInUse: [] };
}

function HowFast({ fast }: { fast: RollbackPreview["fast"] }) {
  return (
    <p className="mb-7 flex items-start gap-2 text-ink-soft">
      <Zap aria-hidden className={fast.possible ? "mt-0.5 size-4 shrink-0 text-good" : "mt-0.5 size-4 shrink-0 text-ink-faint"} />
      {fast.possible ? "Only code differs: the functions get it at once, usually within a second, and the stack follows." : `CloudFormation does the work, in its own time. ${fast.reason ?? ""}`}
    </p>
  );
}
