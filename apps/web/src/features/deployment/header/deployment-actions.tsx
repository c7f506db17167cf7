import type { Deployment } from "@windlass/contracts/deployment";
import { isTerminal, type DeploymentState } from "@windlass/contracts/deployment-state";
import { useMay } from "../../../queries/me.js";
import { CancelButton } from "./cancel-button.js";
import { DeployAgainButton } from "./deploy-again-button.js";
import { PromoteButton } from "./promote-button.js";
import { RollBackButton } from "./roll-back-button.js";

/** What the reader may do with a deployment in its state; what they may not do is not shown. */
export function DeploymentActions({ deployment, state }: { deployment: Deployment; state: DeploymentState }) {
  const mayCancel = useMay("deployment:cancel");
  const mayDeploy = useMay("deployment:create");
  const mayPromote = useMay("deployment:promote");
  const mayRollBack = useMay("deployment:rollback");
  return (
    <div className="flex flex-wrap items-center gap-2">
      {mayCancel && !isTerminal(state) && <CancelButton deployment={deployment} state={state} />}
      {mayDeploy && isTerminal(state) && (deployment.kind === "deploy" || deployment.kind === "preview") && <DeployAgainButton deployment={deployment} />}
      {mayPromote && state === "succeeded" && deployment.release !== null && (deployment.kind === "deploy" || deployment.kind === "rollback") && <PromoteButton deployment={deployment} />}
      {mayRollBack && deployment.canRollBackTo && <RollBackButton deployment={deployment} />}
    </div>
  );
}
