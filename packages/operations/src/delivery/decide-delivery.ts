import type { DeliveryReason } from "@windlass/contracts/delivery";
import { branchOf, type Origin, type Push } from "./github-event.js";
import type { Matched, MatchedStage } from "./match-repositories.js";

/** What a delivery leads to, and in words why. */
export type Decision =
  | { reason: "deployed"; stages: MatchedStage[]; message: string }
  | { reason: Exclude<DeliveryReason, "deployed" | "pending">; message: string };

/** Decides what a push leads to. Pure: everything it depends on is given. `isOutdated`: a newer push of its branch came before it. */
export function decidePush(push: Push, matched: Matched, { isOutdated = false } = {}): Decision {
  const branch = branchOf(push);
  if (branch === null) return { reason: "not_a_branch", message: `${push.ref} is not a branch.` };
  if (push.deleted) return { reason: "branch_deleted", message: `The branch ${branch} was deleted.` };
  if (matched.repositoryIds.length === 0) {
    return { reason: "repository_unknown", message: `No repository is registered for ${nameOf(push)}. Add it on the Repositories page.` };
  }
  if (isOutdated) return { reason: "outdated", message: `A newer push of ${branch} arrived before this one: it counts.` };
  if (matched.serviceCount === 0) return { reason: "no_service", message: `No service is made of ${nameOf(push)}.` };
  const following = matched.stages.filter((stage) => stage.branch === branch);
  if (following.length === 0) {
    const branches = [...new Set(matched.stages.map((stage) => stage.branch))].toSorted();
    const followed = branches.length === 0 ? "There is no stage yet." : `Stages follow ${branches.join(", ")}.`;
    return { reason: "no_matching_branch", message: `No stage follows the branch ${branch}. ${followed}` };
  }
  const stages = following.filter((stage) => stage.autoDeploy);
  if (stages.length === 0) {
    return { reason: "auto_deploy_off", message: `${following.map(labelOf).join(", ")}: deploying on push is switched off.` };
  }
  return { reason: "deployed", stages, message: `Deploys ${stages.map(labelOf).join(", ")}.` };
}

function labelOf({ service, stage }: MatchedStage): string {
  return `${service}/${stage}`;
}

function nameOf(origin: Origin): string {
  return origin.repository?.full_name ?? origin.repository?.clone_url ?? "the sender";
}
