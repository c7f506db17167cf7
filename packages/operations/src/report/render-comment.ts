import type { DeploymentState } from "@windlass/contracts/deployment-state";
import type { ForgeLinks } from "@windlass/contracts/forge-links";
import type { PreviewReason } from "@windlass/contracts/preview";
import type { DeploymentFacts } from "./deployment-facts.js";
import { deploymentSections, importance } from "./deployment-sections.js";
import { fitSections, type Section } from "./fit-sections.js";
import { code, link, plain } from "./markdown.js";
import { durationWords, outcomeWords } from "./outcome-words.js";
import type { PreviewFacts, PullRequestFacts } from "./pull-request-facts.js";

export type CommentPlaces = {
  links: ForgeLinks;
  /** Where people reach Windlass; null where that is not known. */
  publicUrl: string | null;
};

/** GitHub takes 65 536 characters, and the line by which the comment is found again is one of them. */
const longestComment = 65_000;

/** The one comment of a pull request: a table of its services, then of each what its plan does and what the rules say. Markdown. */
export function renderComment(facts: PullRequestFacts, places: CommentPlaces): string {
  const hasCost = facts.previews.some(({ costPerDay }) => costPerDay !== null);
  const columns = ["Service", "State", "Address", "Took", ...(hasCost ? ["Idle, per day"] : [])];
  const table: Section = {
    importance: importance.outcome + 10,
    head: [`| ${columns.join(" | ")} |`, `| ${columns.map(() => "---").join(" | ")} |`].join("\n"),
    items: facts.previews.map((preview) => `| ${[...cells(preview, places), ...(hasCost ? [costWords(preview.costPerDay)] : [])].join(" | ")} |`),
  };
  const what = facts.previews.every(({ isPlan }) => isPlan) ? "plan" : "previews";
  const title = `### Windlass ${facts.state === "open" ? what : `${what} of this closed ${places.links.pull.one}`}`;
  return fitSections(
    [
      { importance: importance.outcome + 20, head: `${title} · ${link(code(facts.headSha.slice(0, 7)), places.links.commit(facts.headSha))}`, items: [] },
      table,
      ...facts.previews.flatMap((preview) => detailsOf(preview, places)),
      { importance: importance.outcome, head: `<sub>Edited with each change. Commands: ${code("/windlass help")}</sub>`, items: [] },
    ],
    longestComment,
  );
}

function cells(preview: PreviewFacts, { publicUrl }: CommentPlaces): string[] {
  const { service, stage, deployment } = preview;
  const page = (path: string): string | null => (publicUrl === null ? null : new URL(path, publicUrl).href);
  const name = `${plain(service)}${stage === null ? "" : ` / ${plain(stage)}`}`;
  const isShown = preview.state === "open" && deployment !== null;
  const number = deployment === null ? "" : ` ${link(`(${plain(String(deployment.number))})`, page(`/services/${service}/stages/${deployment.stage}/deployments/${deployment.number}`))}`;
  return [
    stage === null ? name : link(name, page(`/services/${service}/stages/${stage}`)),
    `${stateWords(preview)}${number}`,
    isShown && deployment.isCurrent ? deployment.endpoints.map(({ url }) => link(plain(url), url)).join("<br>") : "",
    isShown && deployment.durationMs !== null ? durationWords(deployment.durationMs) : "",
  ];
}

function stateWords({ state, isPlan, reason, message, deployment, isPinned, leftovers }: PreviewFacts): string {
  switch (state) {
    case "awaiting_approval":
      return "✋ Waits until somebody lets this code run";
    case "awaiting_room":
      return `⏳ ${plain(message === "" ? "Waits for room" : message)}`;
    case "removing":
      return leftovers > 0 ? `⚠️ Being removed, ${leftovers} left in AWS` : "⏳ Being removed";
    case "removed":
      return `⚪ ${isPlan ? "Over" : "Removed"}: ${endWords[reason]}`;
    case "open":
      return deployment === null ? "⏳ Begins" : `${iconOf[deployment.state]} ${plain(outcomeWords(deployment), 200)}${isPinned ? " 📌" : ""}`;
  }
}

const endWords = {
  closed: "closed",
  merged: "merged",
  expired: "not used for long",
  unlabelled: "the label is gone",
  drafted: "it is a draft again",
  base_changed: "it goes to another branch",
  switched_off: "previews are switched off",
  stopped: "somebody stopped it",
  wanted: "no longer wanted",
  fork: "no longer wanted",
  author_permission: "no longer wanted",
  limit: "no longer wanted",
} as const satisfies Record<PreviewReason, string>;

const iconOf = {
  queued: "⏳",
  preparing: "⏳",
  planning: "⏳",
  awaiting_approval: "✋",
  deploying: "⏳",
  verifying: "⏳",
  rolling_back: "⚠️",
  succeeded: "✅",
  failed: "❌",
  rolled_back: "❌",
  rejected: "❌",
  cancelled: "⚪",
  superseded: "⚪",
} as const satisfies Record<DeploymentState, string>;

function costWords(costPerDay: number | null): string {
  if (costPerDay === null) return "";
  if (costPerDay === 0) return "$0";
  return costPerDay < 0.01 ? "< $0.01" : `≈ $${costPerDay.toFixed(2)}`;
}

/** Nothing of what is gone: its plan would be the one of its removal. */
function detailsOf(preview: PreviewFacts, places: CommentPlaces): Section[] {
  const { deployment, service, state } = preview;
  if (state === "awaiting_approval") return [approvalSection(preview, places)];
  if (state !== "open" || deployment === null) return [];
  const sections = deploymentSections(deployment, places.links);
  return sections.length === 0 ? [] : [{ importance: importance.stateful, head: `#### ${headOf(service, deployment)}`, items: [] }, ...sections];
}

function headOf(service: string, { stage, number }: DeploymentFacts): string {
  return `${plain(service)} / ${plain(stage)} (${number})`;
}

function approvalSection({ service, message, buildFiles }: PreviewFacts, { publicUrl }: CommentPlaces): Section {
  const where = publicUrl === null ? "" : ` ${link("Look at it in Windlass.", new URL(`/services/${service}`, publicUrl).href)}`;
  const files = buildFiles.length === 0 ? "" : " It changes files that run while it is built:";
  return {
    importance: importance.mandatory,
    head: `**${plain(service)}** ${plain(message)}${where}${files}`,
    items: buildFiles.map((path) => `- ${code(path)}`),
  };
}
