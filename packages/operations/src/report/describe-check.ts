import type { DeploymentState } from "@windlass/contracts/deployment-state";
import type { CheckRun, CommitStatus } from "@windlass/contracts/forge";
import type { ForgeLinks } from "@windlass/contracts/forge-links";
import type { DeploymentFacts } from "./deployment-facts.js";
import { deploymentSections, importance } from "./deployment-sections.js";
import { fitSections } from "./fit-sections.js";
import { link, plain } from "./markdown.js";
import { durationWords, outcomeWords } from "./outcome-words.js";

/** A little less than GitHub takes. */
const longestSummary = 65_000;

/** What is said of the commit: the same as a check run and as a status. */
export type CommitReport = {
  name: string;
  check: Pick<CheckRun, "status" | "title" | "summary">;
  status: Pick<CommitStatus, "state" | "description">;
};

/** What a deployment says of its commit; null for one that says nothing of it, such as a removal. */
export function describeCheck(facts: DeploymentFacts, place: { links: ForgeLinks; pageUrl: string | null }): CommitReport | null {
  const { kind, state, service, stage, number, durationMs } = facts;
  if (kind !== "deploy" && kind !== "preview") return null;
  const words = outcomeWords(facts);
  const took = durationMs === null ? "" : ` Took ${durationWords(durationMs)}.`;
  const urls = facts.endpoints.map(({ url, name }) => `- ${link(plain(url), url)} (${plain(name)})`);
  const head = `${link(`${plain(service)} / ${plain(stage)} #${number}`, place.pageUrl)}: ${plain(words, 1_000)}.${took}${urls.length > 0 && state === "succeeded" ? "\n" : ""}`;
  const sections = [{ importance: importance.outcome, head, items: state === "succeeded" ? urls : [] }, ...deploymentSections(facts, place.links)];
  return {
    name: `windlass / ${service} / ${stage}${kind === "preview" ? " (plan)" : ""}`,
    check: { status: checkStatus[state], title: words.slice(0, 250), summary: fitSections(sections, longestSummary) },
    status: { state: statusState[state], description: words },
  };
}

/** Superseded is no success: a commit that never ran is not to open a branch that asks for this check. */
const checkStatus = {
  queued: "queued",
  preparing: "in_progress",
  planning: "in_progress",
  awaiting_approval: "in_progress",
  deploying: "in_progress",
  verifying: "in_progress",
  rolling_back: "in_progress",
  succeeded: { conclusion: "success" },
  failed: { conclusion: "failure" },
  rolled_back: { conclusion: "failure" },
  rejected: { conclusion: "failure" },
  cancelled: { conclusion: "cancelled" },
  superseded: { conclusion: "cancelled" },
} as const satisfies Record<DeploymentState, CheckRun["status"]>;

const statusState = {
  queued: "pending",
  preparing: "pending",
  planning: "pending",
  awaiting_approval: "pending",
  deploying: "pending",
  verifying: "pending",
  rolling_back: "pending",
  succeeded: "success",
  failed: "failure",
  rolled_back: "failure",
  rejected: "failure",
  cancelled: "error",
  superseded: "error",
} as const satisfies Record<DeploymentState, CommitStatus["state"]>;
