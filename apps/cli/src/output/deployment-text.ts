import type { Blocker, Deployment, DeploymentSummary } from "@windlass/contracts/deployment";
import type { FailedResource } from "@windlass/contracts/error";
import { failureClassWords } from "@windlass/contracts/failure-class";
import { changedText } from "@windlass/contracts/upload";
import { canaryRows, guardRows } from "./guard-text.js";
import { plainText } from "./plain-text.js";
import { leftoversText } from "./removal-text.js";
import { formatFields, formatTable, tableOr } from "./table.js";
import { formatAge, formatDuration } from "./time.js";

/** `hello/dev #3`. */
export function deploymentName({ service, stage, number }: Pick<DeploymentSummary, "service" | "stage" | "number">): string {
  return `${service}/${stage} #${number}`;
}

/** A deployment for people: what it was, how it ended, what it changed and where it can be called. */
export function deploymentText(deployment: Deployment): string {
  const { error, results } = deployment;
  const steps = deployment.steps.map((step) => [`  ${step.name}`, step.state, step.durationMs === null ? "" : formatDuration(step.durationMs)]);
  const sections = [
    formatFields({ ...standing(deployment), ...origin(deployment), ...outcome(deployment) }),
    steps.length === 0 ? "" : `steps\n${formatTable(steps)}`,
    deployment.guards === null ? "" : `guards (${deployment.guards.state})\n${formatTable(guardRows(deployment.guards))}`,
    deployment.canary === null ? "" : `canary\n${formatTable(canaryRows(deployment.canary))}`,
    error === null ? "" : errorText(error),
    section("functions that run other code than their stack", (results.functions?.functions ?? []).map(({ name, left }) => [name, left.length === 0 ? "" : `settings left: ${left.join(", ")}`])),
    promotionText(results.promotion),
    deployment.results.removal === undefined ? "" : `checked afterwards\n${leftoversText(deployment.results.removal.items)}`,
    section("outputs", deployment.outputs.map(({ key, value }) => [key, value])),
    section("endpoints", deployment.endpoints.map(({ name, url }) => [name, url])),
  ];
  return sections.filter((text) => text !== "").join("\n\n");
}

type Fields = Parameters<typeof formatFields>[0];

function standing(deployment: Deployment): Fields {
  return {
    deployment: `${deploymentName(deployment)} (${deployment.kind})`,
    state: deployment.state,
    waiting: deployment.blocker === null ? undefined : waitingText(deployment.blocker),
    group: deployment.group === null ? undefined : `${deployment.group.id}, wave ${deployment.group.wave}`,
    "superseded by": deployment.supersededBy === null ? undefined : `#${deployment.supersededBy}`,
    "freeze overridden by": deployment.freezeOverriddenBy === null ? undefined : plainText(deployment.freezeOverriddenBy),
    cancellation: deployment.cancelNote ?? undefined,
  };
}

function origin({ commit, options: { upload }, release, actor }: Deployment): Fields {
  return {
    commit: commit === null ? undefined : plainText(`${commit.sha.slice(0, 10)} ${commit.message.split("\n")[0] ?? ""}`),
    source: upload === undefined ? undefined : plainText(`uploaded by ${upload.by}, from commit ${upload.commit.sha.slice(0, 10)} + ${changedText(upload.changedFiles)}`),
    release: release === null ? undefined : `#${release}`,
    by: plainText(actor.label),
  };
}

function outcome({ createdAt, durationMs, results: { fast }, report, planCounts }: Deployment): Fields {
  return {
    started: formatAge(createdAt),
    duration: durationMs === null ? undefined : formatDuration(durationMs),
    "code back": fast === undefined ? undefined : `after ${formatDuration(fast.afterMs)}${fast.restoredAt === null ? "" : ", taken back again"}`,
    "told GitHub": report === null ? undefined : reportText(report),
    changes:
      planCounts === null
        ? undefined
        : `${planCounts.added} added, ${planCounts.changed} changed, ${planCounts.replaced} replaced, ${planCounts.removed} removed`,
  };
}

function reportText({ state, parts, error, nextTryAt }: NonNullable<Deployment["report"]>): string {
  const told = parts.length === 0 ? "not yet" : parts.map((part) => `${part.kind} ${part.state}`).join(", ");
  if (error !== null) return plainText(`${told}; ${error.message} ${error.hint}${nextTryAt === null ? "" : ` Tried again at ${nextTryAt}.`}`);
  return state === "waiting" ? `${told}; the newest state is on its way` : told;
}

function promotionText(promotion: Deployment["results"]["promotion"]): string {
  if (promotion === undefined) return "";
  const { stage, number, artifacts, differences, moreDifferences } = promotion;
  const identical = artifacts.filter((artifact) => artifact.identical).length;
  const rows = [
    ...artifacts.map(({ name, kind, identical: same, why }) => [name, same ? `identical ${kind}` : (why ?? "")]),
    ...(differences ?? []).map(({ logicalId, path, from, to }) => [`${logicalId}${path === "" ? "" : `.${path}`}`, `${from ?? "-"} -> ${to ?? "-"}`]),
    ...(moreDifferences > 0 ? [[`and ${moreDifferences} more differences`, ""]] : []),
  ];
  return section(`promoted from ${stage} #${number}: ${identical} of ${artifacts.length} identical`, rows);
}

function waitingText({ message, position, since }: Blocker): string {
  return plainText(`${message}${position === null ? "" : ` Place ${position} in the queue.`} Since ${formatAge(since)}.`);
}

function section(title: string, rows: string[][]): string {
  return rows.length === 0 ? "" : `${title}\n${formatTable(rows.map(([name = "", value = ""]) => [`  ${name}`, plainText(value)]))}`;
}

/** An error with the first failed resource or the places in files on top, and what to do next. */
export function errorText(error: NonNullable<Deployment["error"]>): string {
  const places = (error.places ?? []).map(({ file, line, column, message }) => {
    const at = [file, line, column].filter((part) => part !== null).join(":");
    return `  ${at}  ${message}`;
  });
  const resource = error.resource === undefined ? [] : resourceLines(error.resource);
  const phases = (error.phases ?? []).flatMap(({ title, text, keepExports }, index) => [
    `  ${index + 1}. ${title}${keepExports === undefined ? "" : ` (windlass deploy … --keep-export ${keepExports.join(" ")})`}`,
    `     ${text}`,
  ]);
  return [`error ${error.code}: ${error.message}`, ...resource, ...places, `hint: ${error.hint}`, ...phases].map(plainText).join("\n");
}

/** The first cause: the resource, what kind of failure it is, and the line that asks for it. */
function resourceLines(resource: FailedResource): string[] {
  const { logicalId, resourceType, reason, place } = resource;
  return [
    `  ${logicalId} (${resourceType}): ${reason}`,
    ...(resource.class === undefined ? [] : [`  cause: ${failureClassWords[resource.class]} (${resource.class})`]),
    ...(place === null ? [] : [`  at: ${[place.file, place.line, place.column].filter((part) => part !== null).join(":")}${place.property === null ? "" : ` ${place.property}`}`]),
  ];
}

/** A list of deployments for people. */
export function deploymentsTable(deployments: readonly DeploymentSummary[]): string {
  return tableOr(
    "No deployments yet. Ask for the first one with: windlass deploy SERVICE STAGE",
    ["NUMBER", "KIND", "STATE", "COMMIT", "RELEASE", "DURATION", "AGE", "BY"],
    deployments.map((deployment) => [
      String(deployment.number),
      deployment.kind,
      deployment.state,
      deployment.commit?.sha.slice(0, 10) ?? "",
      deployment.release === null ? "" : String(deployment.release),
      deployment.durationMs === null ? "" : formatDuration(deployment.durationMs),
      formatAge(deployment.createdAt),
      plainText(deployment.actor.label),
    ]),
  );
}
