import { stageDecisionReasons, type DeliveryReason } from "@windlass/contracts/delivery";
import { branchOf, tagOf, type Origin, type Push } from "./github-event.js";
import { decideStage, followedBranches, type ChangedFiles, type StageVerdict } from "./decide-stage.js";
import type { Matched, MatchedStage } from "./match-repositories.js";

/** What a push means for one of the repository's stages. */
export type StageOutcome = StageVerdict & { stage: { id: string | null; service: string; stage: string } };

export type PushOutcome = StageVerdict & { stage: MatchedStage };
export type PushDecision = Omit<Decision, "outcomes"> & { outcomes: PushOutcome[] };

/** What a delivery leads to, and in words why. */
export type Decision = { reason: Exclude<DeliveryReason, "pending">; message: string; outcomes: StageOutcome[] };

/** Decides what a push leads to. Pure: everything it depends on is given. */
export function decidePush(push: Push, matched: Matched, files: ChangedFiles): PushDecision {
  const nothing = (reason: Decision["reason"], message: string): PushDecision => ({ reason, message, outcomes: [] });
  const [branch, tag] = [branchOf(push), tagOf(push)];
  if (branch === null && tag === null) return nothing("not_a_branch", `${push.ref} is neither a branch nor a tag.`);
  if (push.deleted) return branch === null ? nothing("tag_deleted", `The tag ${tag} was deleted.`) : nothing("branch_deleted", `The branch ${branch} was deleted.`);
  if (matched.repositoryIds.length === 0) {
    return nothing("repository_unknown", `No repository is registered for ${nameOf(push)}. Add it on the Repositories page.`);
  }
  if (matched.serviceCount === 0) return nothing("no_service", `No service is made of ${nameOf(push)}.`);
  if (matched.stages.length === 0) return nothing("no_matching_branch", `No stage follows ${nameOfRef(push)}. There is no stage yet.`);
  return summarize(push, matched.stages.map((stage) => ({ stage, ...decideStage(stage, push, files) })));
}

/** The delivery as a whole: what came farthest of what it meant for its stages. */
export function summarize(push: Push, outcomes: PushOutcome[]): PushDecision {
  const reason = stageDecisionReasons.findLast((one) => outcomes.some((outcome) => outcome.reason === one)) ?? "no_matching_branch";
  return { reason, message: messageOf(push, reason, outcomes), outcomes };
}

function messageOf(push: Push, reason: StageVerdict["reason"], outcomes: readonly PushOutcome[]): string {
  const those = outcomes.filter((outcome) => outcome.reason === reason);
  const labels = those.map(({ stage }) => `${stage.service}/${stage.stage}`).join(", ");
  switch (reason) {
    case "deployed":
      return `Deploys ${labels}.`;
    case "no_matching_branch":
      return `No stage follows ${nameOfRef(push)}. Stages follow ${followed(outcomes)}.`;
    case "no_matching_tag":
      return `No stage deploys ${nameOfRef(push)}.`;
    case "auto_deploy_off":
      return `${labels}: deploying on push is switched off.`;
    default:
      return `${labels}: ${those[0]?.message ?? ""}`;
  }
}

function followed(outcomes: readonly PushOutcome[]): string {
  return [...new Set(outcomes.map(({ stage }) => followedBranches(stage.rules, stage.branch)))].toSorted().join(", ");
}

function nameOfRef(push: Push): string {
  const tag = tagOf(push);
  return tag === null ? `the branch ${branchOf(push) ?? push.ref}` : `the tag ${tag}`;
}

function nameOf(origin: Origin): string {
  return origin.repository?.full_name ?? origin.repository?.clone_url ?? "the sender";
}
