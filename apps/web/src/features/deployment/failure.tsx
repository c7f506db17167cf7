import type { Deployment } from "@windlass/contracts/deployment";
import type { ProblemDetail } from "@windlass/contracts/error";
import type { Finding } from "@windlass/contracts/finding";
import type { StepName } from "@windlass/contracts/step";
import { CircleSlash } from "lucide-react";
import { Mono } from "../../ui/chip.js";
import { FindingPlace } from "../../ui/finding-place.js";
import { ButtonLink } from "../../ui/link.js";
import { Problem } from "../../ui/problem.js";
import type { DeploymentSearch } from "./deployment-search.js";
import { Phases } from "./phases.js";
import { sortFindings } from "./policies/sort-findings.js";

interface FailureProps {
  /** Which deployment failed, and the release that it built; null when it came to none. */
  deployment: Pick<Deployment, "service" | "stage" | "release">;
  error: ProblemDetail;
  /** The step that failed, null when none did. */
  step: StepName | null;
  findings: readonly Finding[];
}

/** Why a deployment ended as it did, before anything else on its page. */
export function Failure({ deployment, error, step, findings }: FailureProps) {
  if (error.code === "cancelled" || error.code === "rejected" || error.code === "dependency_failed") return <Cancelled error={error} />;
  const hasActions = error.code === "policy_blocked" || error.resource !== undefined || error.phases !== undefined || step !== null;
  return <Problem problem={error} className="mb-6" actions={hasActions ? <Actions deployment={deployment} error={error} step={step} findings={findings} /> : undefined} />;
}

function Actions({ deployment, error, step, findings }: FailureProps) {
  return (
    <>
      {error.phases !== undefined && <Phases phases={error.phases} />}
      {error.code === "policy_blocked" && (error.places ?? []).length === 0 && <BlockingFindings deployment={deployment} findings={findings} />}
      {error.resource !== undefined && error.resource.place !== null && deployment.release !== null && (
        <ButtonLink
          to="/services/$service/stages/$stage/config"
          params={deployment}
          search={{ release: deployment.release, at: error.resource.logicalId }}
          size="small"
        >
          Show its line in the config
        </ButtonLink>
      )}
      {error.code === "policy_blocked" && (
        <ButtonLink to="." search={true} hash="policies" size="small">
          See the findings
        </ButtonLink>
      )}
      {error.resource !== undefined && (
        <ButtonLink to="." search={true} hash="resources" size="small">
          See all resources
        </ButtonLink>
      )}
      {step !== null && (
        <ButtonLink to="." search={(before: DeploymentSearch) => ({ ...before, step })} hash="log" size="small">
          Show the log of this step
        </ButtonLink>
      )}
    </>
  );
}

/** A cancellation or rejection was wanted: it is told, and alarms nobody. */
function Cancelled({ error }: { error: ProblemDetail }) {
  return (
    <div role="note" aria-label={error.code === "rejected" ? "Rejected" : "Cancelled"} className="mb-6 flex items-start gap-3 rounded-lg border border-line bg-sunken px-4 py-3.5">
      <CircleSlash aria-hidden className="mt-0.5 size-4.5 shrink-0 text-ink-faint" />
      <div className="min-w-0">
        <p>{error.message}</p>
        <p className="mt-0.5 text-ink-soft">{error.hint}</p>
      </div>
    </div>
  );
}

function BlockingFindings({ deployment, findings }: Pick<FailureProps, "deployment" | "findings">) {
  const { blocking } = sortFindings(findings);
  if (blocking.length === 0) return null;
  return (
    <ul aria-label="Rules that block" className="mb-1 w-full space-y-1.5 rounded-md border border-line bg-surface px-3 py-2">
      {blocking.map((finding) => (
        <li key={finding.id} className="text-note">
          <span className="flex flex-wrap items-baseline gap-x-2">
            <Mono className="font-semibold">{`${finding.pack}/${finding.rule}`}</Mono>
            {finding.logicalId !== null && <Mono>{finding.logicalId}</Mono>}
            <FindingPlace finding={finding} release={deployment} />
          </span>
          <span className="block text-ink-soft">{finding.message}</span>
        </li>
      ))}
    </ul>
  );
}
