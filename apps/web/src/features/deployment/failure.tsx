import type { ProblemDetail } from "@windlass/contracts/error";
import type { StepName } from "@windlass/contracts/step";
import { ButtonLink } from "../../ui/link.js";
import { Problem } from "../../ui/problem.js";
import type { DeploymentSearch } from "./deployment-search.js";

/** Why a deployment ended as it did, before anything else on its page. */
export function Failure({ error, step }: { error: ProblemDetail; step: StepName | null }) {
  return (
    <Problem
      problem={error}
      className="mb-6"
      actions={
        <>
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
      }
    />
  );
}
