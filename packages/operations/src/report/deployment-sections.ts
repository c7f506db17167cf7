import type { ProblemDetail, SourcePlace } from "@windlass/contracts/error";
import type { Finding } from "@windlass/contracts/finding";
import type { ForgeLinks } from "@windlass/contracts/forge-links";
import type { Plan, ResourceChange } from "@windlass/contracts/plan";
import type { DeploymentFacts } from "./deployment-facts.js";
import type { Section } from "./fit-sections.js";
import { code, link, plain } from "./markdown.js";
import { countWords } from "./outcome-words.js";
import { repositoryPlace } from "./repository-path.js";

/** What is at stake, from what is cut last to what is cut first. */
export const importance = { outcome: 100, error: 90, stateful: 80, mandatory: 70, dangerous: 60, advisory: 40, changes: 20 } as const;

/** What there is to say of a deployment besides how it stands. */
export function deploymentSections(facts: DeploymentFacts, links: ForgeLinks): Section[] {
  const at = (place: SourcePlace | null): string => placeLink(place, facts, links);
  return [
    ...(facts.error === null ? [] : errorSections(facts.error, at)),
    ...(facts.plan === null ? [] : planSections(facts.plan)),
    ...findingSections("mandatory", facts.findings, at),
    ...findingSections("advisory", facts.findings, at),
  ];
}

function errorSections(error: ProblemDetail, at: (place: SourcePlace | null) => string): Section[] {
  const { resource, places = [] } = error;
  const items = [
    ...(resource ? [`- ${code(resource.logicalId)} (${plain(resource.resourceType)}): ${plain(resource.reason, 1_000)}${at(resource.place)}`, ...(resource.remedy === undefined ? [] : [`  ${plain(resource.remedy, 1_000)}`])] : []),
    ...places.map((place) => `- ${plain(place.message, 500)}${at(place)}`),
  ];
  return [{ importance: importance.error, head: `**${plain(error.message, 1_000)}** ${plain(error.hint, 500)}`, items }];
}

function planSections({ changes, counts }: Plan): Section[] {
  if (changes.length === 0) return [];
  const isDangerous = (change: ResourceChange): boolean => change.action === "remove" || change.action === "replace" || change.replacement !== "no";
  const stateful = changes.filter((change) => change.stateful && isDangerous(change));
  const dangerous = changes.filter((change) => !change.stateful && isDangerous(change));
  const rest = changes.filter((change) => !isDangerous(change));
  return [
    { importance: importance.outcome, head: `**Plan:** ${countWords(counts)}.`, items: [] },
    ...(stateful.length === 0 ? [] : [{ importance: importance.stateful, head: "**These hold data:**", items: stateful.map(changeLine) }]),
    ...(dangerous.length === 0 ? [] : [{ importance: importance.dangerous, head: "", items: dangerous.map(changeLine) }]),
    ...(rest.length === 0 ? [] : [{ importance: importance.changes, head: "", items: [folded(rest)] }]),
  ];
}

/** One item, because what opens it must not be there without its end. */
function folded(changes: readonly ResourceChange[]): string {
  const more = changes.length > mostListed ? [`- … and ${changes.length - mostListed} more`] : [];
  const lines = [...changes.slice(0, mostListed).map(changeLine), ...more];
  return [`<details><summary>${changes.length} other ${changes.length === 1 ? "resource" : "resources"}</summary>`, "", ...lines, "", "</details>"].join("\n");
}

const mostListed = 50;

const actionWords = { add: "adds", change: "changes", replace: "replaces", remove: "removes", import: "imports" } as const;

function changeLine({ action, replacement, logicalId, resourceType, properties }: ResourceChange): string {
  const verb = action === "change" && replacement !== "no" ? (replacement === "yes" ? "replaces" : "may replace") : actionWords[action];
  const forcing = properties.filter(({ requiresRecreation }) => requiresRecreation !== "never").map(({ path }) => path);
  const why = forcing.length === 0 || action === "add" ? "" : `, for ${forcing.slice(0, 3).map((path) => code(path)).join(", ")}`;
  return `- ${verb} ${code(logicalId)} (${plain(resourceType)})${why}`;
}

function findingSections(level: "mandatory" | "advisory", all: readonly Finding[], at: (place: SourcePlace | null) => string): Section[] {
  const findings = all.filter((finding) => finding.level === level);
  if (findings.length === 0) return [];
  const head = level === "mandatory" ? `**Policies:** ${findings.length} mandatory` : `**Policies:** ${findings.length} advisory`;
  const items = findings.map(({ rule, severity, logicalId, message, place }) => `- ${severity} ${code(rule)}${logicalId === null ? "" : ` ${code(logicalId)}`}: ${plain(message, 400)}${at(place)}`);
  return [{ importance: importance[level], head, items }];
}

function placeLink(place: SourcePlace | null, { rootDirectory, sha }: DeploymentFacts, links: ForgeLinks): string {
  const found = repositoryPlace(place, rootDirectory);
  if (found === null || sha === null) return "";
  return ` — ${link(code(`${found.path}:${found.line}`), links.line({ sha, ...found }))}`;
}
