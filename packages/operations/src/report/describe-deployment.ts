import type { ForgeDeploymentStatus, NewForgeDeployment } from "@windlass/contracts/forge";
import type { DeploymentFacts } from "./deployment-facts.js";
import { outcomeWords } from "./outcome-words.js";

export type DeploymentReport = {
  deployment: Pick<NewForgeDeployment, "environment" | "description" | "isProduction" | "isTransient">;
  status: Pick<ForgeDeploymentStatus, "state" | "description" | "environmentUrl">;
};

/** What a deployment is to a forge; null for one that brings no commit to a stage, such as a plan or a removal. */
export function describeDeployment(facts: DeploymentFacts): DeploymentReport | null {
  const { kind, service, stage, number, isProduction, isTransient } = facts;
  if (kind !== "deploy" && kind !== "rollback") return null;
  const state = stateOf(facts);
  return {
    deployment: { environment: `${service}/${stage}`, description: `Windlass #${number}${kind === "rollback" ? ", a roll-back" : ""}`, isProduction, isTransient },
    status: { state, description: outcomeWords(facts), environmentUrl: state === "success" ? addressOf(facts) : null },
  };
}

/** What succeeded is a success while the stage runs it; what never ran, or no longer does, is inactive. */
function stateOf({ state, isCurrent }: DeploymentFacts): ForgeDeploymentStatus["state"] {
  switch (state) {
    case "queued":
    case "awaiting_approval":
      return "queued";
    case "succeeded":
      return isCurrent ? "success" : "inactive";
    case "failed":
    case "rolled_back":
      return "failure";
    case "rejected":
    case "cancelled":
    case "superseded":
      return "inactive";
    default:
      return "in_progress";
  }
}

function addressOf({ endpoints }: DeploymentFacts): string | null {
  const url = endpoints[0]?.url;
  return url !== undefined && /^https?:\/\//.test(url) ? url : null;
}
