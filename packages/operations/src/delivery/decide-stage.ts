import type { StageDecisionReason } from "@windlass/contracts/delivery";
import type { DeployRules } from "@windlass/contracts/deploy-rules";
import { findSkipMarker } from "./skip-marker.js";
import { branchOf, tagOf, type Push } from "./github-event.js";
import { matchGlobs } from "./match-globs.js";
import type { MatchedStage } from "./match-repositories.js";

/** What a push means for a stage. `deployed`: nothing that the push itself says keeps it from deploying. */
export type StageVerdict = { reason: StageDecisionReason; message: string };

/** Repository paths that a push changes; null where that is not known. */
export type ChangedFiles = readonly string[] | null;

/** Whether what the push changes decides about the stage. A tag is put where it is on purpose, so it never does. */
export function asksForPaths(stage: MatchedStage, push: Push): boolean {
  return tagOf(push) === null && (stage.rules.paths.length > 0 || stage.rootDirectory !== "");
}

/** Decides by the push's ref, its last commit's message and what it changes. Pure. */
export function decideStage(stage: MatchedStage, push: Push, files: ChangedFiles): StageVerdict {
  return refVerdict(stage, push) ?? messageVerdict(push) ?? (asksForPaths(stage, push) ? pathVerdict(stage, files) : null) ?? { reason: "deployed", message: "Deploys." };
}

function refVerdict(stage: MatchedStage, push: Push): StageVerdict | null {
  const { tags } = stage.rules;
  const tag = tagOf(push);
  if (tag !== null) {
    if (tags.length === 0) return { reason: "no_matching_tag", message: "Follows no tags." };
    if (!matchGlobs(tags)(tag)) return { reason: "no_matching_tag", message: `Follows tags that match ${tags.join(", ")}.` };
  } else if (!matchesBranch(stage, branchOf(push) ?? "")) {
    return { reason: "no_matching_branch", message: `Follows ${followedBranches(stage.rules, stage.branch)}.` };
  }
  return stage.autoDeploy ? null : { reason: "auto_deploy_off", message: "Deploying on push is switched off." };
}

function matchesBranch({ rules: { branches, tags }, branch }: MatchedStage, pushed: string): boolean {
  if (branches.length > 0) return matchGlobs(branches)(pushed);
  return tags.length === 0 && pushed === branch;
}

/** The branches that a stage follows, in words. */
export function followedBranches({ branches, tags }: DeployRules, branch: string): string {
  if (branches.length > 0) return `branches that match ${branches.join(", ")}`;
  return tags.length > 0 ? `tags that match ${tags.join(", ")}` : branch;
}

function messageVerdict(push: Push): StageVerdict | null {
  const marker = findSkipMarker(push.head_commit?.message ?? "", { isTag: tagOf(push) !== null });
  return marker === null ? null : { reason: "skipped_by_message", message: `The last commit's message says ${marker}.` };
}

/** How long one push's paths may be looked at, in milliseconds; after that they count as not known. */
const mostLookMs = 500;

function pathVerdict(stage: MatchedStage, files: ChangedFiles): StageVerdict | null {
  if (files === null) return null;
  const { paths } = stage.rules;
  const concerns = paths.length > 0 ? matchGlobs(paths) : (file: string) => file.startsWith(`${stage.rootDirectory}/`);
  const until = performance.now() + mostLookMs;
  for (const file of files) if (concerns(file) || performance.now() > until) return null;
  const wanted = paths.length > 0 ? `of ${paths.join(", ")}` : `in ${stage.rootDirectory}/`;
  return { reason: "no_matching_paths", message: `The push changes ${countOf(files.length)}, none ${wanted}.` };
}

function countOf(count: number): string {
  return count === 1 ? "1 file" : `${count} files`;
}
