import type { Blocker, DeploymentSummary } from "@windlass/contracts/deployment";
import type { Queue } from "@windlass/contracts/home";
import { deploymentName } from "./deployment-text.js";
import { plainText } from "./plain-text.js";
import { tableOr } from "./table.js";
import { formatAge } from "./time.js";

/** The queue for programs: one flat value for each deployment. */
export function queueJson({ running, waiting, stackWaits, workers, builds }: Queue) {
  const flat = ({ service, stage, number, kind, state, createdAt }: DeploymentSummary, blocker: Blocker | null) => ({
    service,
    stage,
    number,
    kind,
    state,
    createdAt,
    position: blocker?.position ?? null,
    reason: blocker?.reason ?? null,
    message: blocker?.message ?? null,
    waitsFor: blocker?.deploymentNumber ?? null,
    dependency: blocker?.dependency ?? null,
    since: blocker?.since ?? null,
    until: blocker?.until ?? null,
  });
  return { workers, builds, running: running.map((row) => flat(row, stackWaits[row.id] ?? null)), waiting: waiting.map((row) => flat(row, row.blocker)) };
}

/** The queue for people: what runs, then what waits and why. */
export function queueText({ running, waiting, stackWaits, workers, builds }: Queue): string {
  const none = workers === 0 ? "\n\nNo worker listens: nothing will begin until one does." : "";
  const bare = builds.filter(({ isolation }) => isolation === "none").map(({ host, reason }) => `\n\nBuilds are not isolated on ${plainText(host)}: ${plainText(reason ?? "")}.`);
  const runs = tableOr(
    "Nothing runs.",
    ["RUNNING", "STATE", "SINCE", "WAITS FOR"],
    running.map((row) => [deploymentName(row), row.state, formatAge(row.startedAt ?? row.createdAt), plainText(stackWaits[row.id]?.message ?? "")]),
  );
  const waits = tableOr(
    "Nothing waits.",
    ["WAITING", "PLACE", "SINCE", "WHY"],
    waiting.map((row) => [deploymentName(row), String(row.position), formatAge(row.blocker?.since ?? row.createdAt), plainText(row.blocker?.message ?? "")]),
  );
  return `${runs}\n\n${waits}${none}${bare.join("")}`;
}
